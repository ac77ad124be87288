package reading

import (
	"strings"
	"unicode/utf8"
)

// damage are characters that, after the name of a thing, say it is broken.
const damage = "坏破裂漏堵塌断掉松倒歪爆丢缺冒溢锈烂臭脏碎翻瞎满晃卡黑砸翘陷塞淤垮斜响闪停烧冻湿淹泡滴裸盗"

// lacking are what a thing does when it is in order: 不亮, 没水, 打不开.
const lacking = "亮热通响灵动用转走平牢稳够严开上水电气暖关锁合紧全清收扫倒修管装戴盖掉出制显了"

// brokenIn recognises that a thing of the clause is out of order: 灯泡烧坏,
// 水龙头一直滴, 门打不开. It returns the words from the thing to the damage.
func (d *doc) brokenIn(c *clause) *hit {
	for i := range c.hits[layerPatrol] {
		h := &c.hits[layerPatrol][i]
		if h.attr != "object" || h.tag == "visit" || h.tag == "floating" || h.tag == "general" {
			continue
		}
		if end := d.damageAfter(h.end, c.end); end > 0 {
			return &hit{span{h.start, end}, h.sense}
		}
	}
	return nil
}

// damageAfter looks a few characters ahead for damage and returns where it ends.
func (d *doc) damageAfter(i, limit int) int {
	prev := rune(0)
	for n := 0; i < limit && n < 8; n++ {
		r, w := utf8.DecodeRuneInString(d.text[i:])
		switch {
		case strings.ContainsRune("不没未无", prev) && strings.ContainsRune(lacking, r):
			return i + w
		case strings.ContainsRune(damage, r) && !strings.ContainsRune("不没未无防修补治处解", prev) && !d.mended(i+w):
			return i + w
		}
		prev, i = r, i+w
	}
	return 0
}

// mended reports whether the damage is part of a good word: 满意, 停放, 停车.
func (d *doc) mended(i int) bool {
	next, _ := utf8.DecodeRuneInString(d.text[i:])
	return strings.ContainsRune("意足放车靠止留业课牌灯应板石垃圾水油处班", next)
}
