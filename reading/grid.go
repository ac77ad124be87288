package reading

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gridmate/hanzi"
)

// placeExpr is a grid or building with the words that name it.
type placeExpr struct {
	span
	names []string
}

// notGrid are words before 网格 that name no grid.
var notGrid = strings.Fields(`各 全 本 我 该 每个 所有 全体 辖区 责任 所辖 社区 小区 基础 专属 微 党建 综合 负责 一级 二级 三级 城市 农村 个 名 社会 数字 智慧 治理
我们 咱们 咱 自己 本人 分管 包联 所在 其他 相邻 哪个 某 这个 那个 整个 相关 优秀 先进 群众 老 新 全部 多个 各个 本社区 全社区 专职 兼职 几个 片区 所属 对应 相应 红色 精细 我的 管辖 辖内 下沉 包抓 责任区 每 入 下 进 走 各自 同一 村级 楼栋 单元 单位 街道 全街道`)

// gridStop ends a name that is read backwards from 网格.
const gridStop = "在到对去了的于向往从至把为和与及是区道镇村县市号由给巡查走访检完过个名各本我该每两几转跑逛绕"

// findGrids recognises 3网格, 第三网格, 3格, 1、2网格, 1-3网格, 网格3 and 幸福网格.
func (d *doc) findGrids() {
	for i := 0; i < len(d.text); {
		k := strings.Index(d.text[i:], "格")
		if k < 0 {
			return
		}
		at := i + k
		i = at + len("格")
		start := at
		if strings.HasSuffix(d.text[:at], "网") {
			start = at - len("网")
		}
		d.gridAt(start, i)
	}
}

// gridAt reads the grid whose word 网格 or 格 is at [start, end).
func (d *doc) gridAt(start, end int) {
	full := end-start > len("格")
	if full && strings.HasPrefix(d.text[end:], "员") && strings.HasSuffix(strings.TrimRight(d.text[:start], "0123456789"), "/") {
		return // 11/17网格员培训: a date
	}
	if !full && hasAnyPrefix(d.text[end:], "外", "式", "子", "局", "斗", "调", "言", "力") != "" {
		return
	}
	if names, at := d.listBefore(start, true); len(names) > 0 {
		if full && d.text[at:start] == "两" && hasAnyPrefix(d.text[end:], "交界", "之间") != "" {
			return // 两网格交界处: of no one grid
		}
		if full || at < start && !hasShelves(d.text[:at]) {
			d.addGrid(span{at, end}, names)
		}
		return
	}
	if !full {
		return
	}
	if names, stop := d.numbersAfter(end); len(names) > 0 {
		d.addGrid(span{start, stop}, names)
		return
	}
	d.namedGrid(start, end)
}

// hasShelves reports whether the 格 counted after s are compartments: 信报箱撬坏6格.
func hasShelves(s string) bool {
	return s != "" && strings.ContainsRune("坏好修装缺换空掉撬锁柜箱架屉", lastRune(s))
}

func (d *doc) addGrid(s span, names []string) {
	if d.claim(s) {
		d.grids = append(d.grids, placeExpr{s, names})
	}
}

const (
	numerals   = "0123456789零〇一二两三四五六七八九十百"
	connectors = "、,和及与至到-~—.&/"
)

// listBefore reads numbers and their connectors backwards from byte end and
// returns them with the place where they start. A 第 or 号 is part of them.
func (d *doc) listBefore(end int, zero bool) ([]string, int) {
	i, runes := end, 0
	for i > 0 && runes < 40 {
		r, w := utf8.DecodeLastRuneInString(d.text[:i])
		ok := strings.ContainsRune(numerals, r) || strings.ContainsRune(connectors, r) || strings.ContainsRune("第号#", r) ||
			r == ' ' && runes == 0 || zero && strings.ContainsRune("网格", r)
		if !ok || d.claimed[i-1] {
			break
		}
		i, runes = i-w, runes+1
	}
	s := d.text[i:end]
	if k := strings.LastIndex(s, ","); k >= 0 && (strings.ContainsAny(s[:k], "号.-/") || strings.HasSuffix(d.text[:i], "月")) {
		s = s[k+1:]
	}
	if strings.ContainsRune("和与及、", lastRune(s)) {
		return nil, end // 周五和网格长
	}
	s = afterDay(afterWeekday(d.text[:end-len(s)], s))
	trimmed := strings.TrimLeft(s, connectors+"号#网格 ")
	at := end - len(trimmed)
	names := expandList(trimmed)
	if len(names) == 0 {
		return nil, end
	}
	if l := letterBefore(d.text[:at]); l != "" && len(names) == 1 {
		return []string{strings.ToUpper(l) + names[0]}, at - len(l)
	}
	return names, at
}

// afterWeekday drops the day of 周二3网格, 周三三网格 and 周一网格, which belongs to
// the date.
func afterWeekday(before, s string) string {
	if hasAnySuffix(before, "周", "星期", "礼拜") == "" {
		return s
	}
	_, w := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[w:]); w > 1 && (len(s) == w || strings.ContainsRune(numerals+"第,到", next)) {
		return s[w:]
	}
	return s
}

// afterDay drops the day of 19号七网格.
func afterDay(s string) string {
	if k := strings.Index(s, "号"); k > 0 {
		rest := s[k+len("号"):]
		if next, _ := utf8.DecodeRuneInString(rest); strings.ContainsRune(numerals+"第", next) {
			return rest
		}
	}
	return s
}

// letterBefore returns a single Latin letter that ends s.
func letterBefore(s string) string {
	n := len(s)
	if n > 0 && 'a' <= s[n-1] && s[n-1] <= 'z' && (n == 1 || s[n-2] < 'a' || s[n-2] > 'z') {
		return s[n-1:]
	}
	return ""
}

// expandList reads 1、3和5, 1-3, 一二 as names in Arabic digits.
func expandList(s string) []string {
	var names []string
	last, ranged := 0, false
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		if !strings.ContainsRune(numerals, r) {
			ranged = ranged && r == '第' || strings.ContainsRune("至到-~—", r) && last > 0
			i += w
			continue
		}
		j := i
		for j < len(s) {
			q, qw := utf8.DecodeRuneInString(s[j:])
			if !strings.ContainsRune(numerals, q) {
				break
			}
			j += qw
		}
		for _, n := range splitNumerals(s[i:j]) {
			if ranged && n > last && n-last <= 20 {
				for k := last + 1; k < n; k++ {
					names = append(names, strconv.Itoa(k))
				}
			}
			ranged = false
			if n > 999 || n == 0 {
				return nil
			}
			names = append(names, strconv.Itoa(n))
			last = n
		}
		i = j
	}
	return slices.Compact(names)
}

// splitNumerals reads one run of numerals: 12 is one number, 一二三 are three.
func splitNumerals(s string) []int {
	if n, ok := hanzi.Int(s); ok && (isDigit(s[0]) || strings.ContainsAny(s, "十百") || utf8.RuneCountInString(s) == 1) {
		return []int{n}
	}
	var out []int
	for i, r := range s {
		if n, ok := hanzi.Int(string(r)); ok && i >= 0 {
			out = append(out, n)
		}
	}
	return out
}

// numbersAfter reads 网格3, 网格:三 and 网格一、二、三, unless the last number
// counts something.
func (d *doc) numbersAfter(end int) ([]string, int) {
	i := end
	i += len(hasAnyPrefix(d.text[i:], "编号", "号", "名称"))
	for i < len(d.text) && (d.text[i] == ':' || d.text[i] == ' ' || strings.HasPrefix(d.text[i:], "第") || d.text[i] == '#') {
		_, w := runeAt(d.text, i)
		i += w
	}
	from := i
	for {
		n, size := hanzi.ScanNumber(d.text[i:])
		if size == 0 || n.Approx || n.Value == 0 || n.Value > 999 {
			return nil, end
		}
		i += size
		if d.marks[i]&unitStarts != 0 || hasAnyPrefix(d.text[i:], "号楼", "#", "号", "月", "-", "/", ".") != "" {
			return nil, end
		}
		if _, size := hanzi.ScanNumber(strings.TrimPrefix(d.text[i:], "、")); size == 0 || !strings.HasPrefix(d.text[i:], "、") {
			return expandList(d.text[from:i]), i
		}
		i += len("、")
	}
}

// namedGrid reads the word before 网格 as its name if it can be one.
func (d *doc) namedGrid(start, end int) {
	if hasAnyPrefix(d.text[end:], "员", "长", "化", "群", "办", "治理", "站", "管理", "队", "服务", "党", "单元", "微信") != "" {
		return
	}
	name := d.gridName(start)
	if name == "" {
		return
	}
	i, names := start-len(name), []string{name}
	if other, at := d.nameBeside(i); other != "" {
		names, i = []string{other, name}, at
	}
	d.addGrid(span{i, end}, names)
}

// gridName returns the name that ends at byte start: a known one, else the two
// to four characters back to where a word of another sort ends.
func (d *doc) gridName(start int) string {
	place := false
	for _, h := range d.hits[layerPlace] {
		if h.tag == "gridname" && h.end == start {
			return d.text[h.start:h.end]
		}
		place = place || h.end == start
	}
	ending := hasAnySuffix(d.text[:start], "村", "东区", "西区", "南区", "北区", "中区")
	i, runes := start-len(ending), utf8.RuneCountInString(ending)
	for i > 0 && runes < 5 {
		r, w := utf8.DecodeLastRuneInString(d.text[:i])
		ends := d.marks[i]&actEnds != 0 && (i < start || !place)
		if !isHan(r) || strings.ContainsRune(gridStop, r) || d.claimed[i-1] || ends || r == '日' && counted(d.text[:i-w]) {
			break
		}
		i, runes = i-w, runes+1
	}
	name := d.text[i:start]
	if runes < 2 || runes > 4 || slices.Contains(notGrid, name) || hasAnySuffix(name, "进", "入", "下", "全") != "" && hasAnySuffix(name, "前进", "跃进", "奋进", "先进") == "" {
		return ""
	}
	return name
}

// nameBeside reads the first name of 兴旺、团结网格, which opens its clause.
func (d *doc) nameBeside(end int) (string, int) {
	and := hasAnySuffix(d.text[:end], "、", "与")
	i := end - len(and)
	name := d.text[:i]
	name = name[strings.LastIndexAny(name, ",.;:。 \n")+1:]
	if n := utf8.RuneCountInString(name); and == "" || n < 2 || n > 4 || strings.ContainsAny(name, gridStop) || d.claimed[i-1] {
		return "", end
	}
	return name, i - len(name)
}

// counted reports whether s ends with a numeral.
func counted(s string) bool { return s != "" && strings.ContainsRune(numerals, lastRune(s)) }

// findBuildings recognises 3号楼, 12栋, 6幢, 3#楼 and lists of them.
func (d *doc) findBuildings() {
	for i := 0; i < len(d.text); {
		r, w := runeAt(d.text, i)
		if r == '楼' || r == '栋' || r == '幢' || r == '#' || r == '座' {
			d.buildingAt(i, i+w, r)
		}
		i += w
	}
	d.joinBuildings()
}

// joinBuildings makes one expression of 1栋到6栋.
func (d *doc) joinBuildings() {
	out := d.builds[:0]
	for _, b := range d.builds {
		if n := len(out); n > 0 && len(out[n-1].names) == 1 && len(b.names) == 1 {
			gap := d.text[out[n-1].end:b.start]
			if names := expandList(out[n-1].names[0] + "至" + b.names[0]); hasAnyPrefix(gap, "至", "到", "-", "~") == gap && gap != "" && len(names) > 1 && d.claim(span{out[n-1].end, b.start}) {
				out[n-1].names, out[n-1].end = names, b.end
				continue
			}
		}
		out = append(out, b)
	}
	d.builds = out
}

func (d *doc) buildingAt(start, end int, r rune) {
	if d.claimed[start] {
		return
	}
	switch r {
	case '楼':
		if hasAnySuffix(d.text[:start], "号", "#") == "" {
			return
		}
	case '栋', '幢':
		rest := d.text[end:]
		if d.countedHouses(start, end) || d.manyHouses(start) {
			return
		}
		if hasAnyPrefix(rest, "居民楼", "自建", "老楼", "老房", "危房", "危楼", "民房", "平房", "别墅", "仓库", "厂房", "单元楼", "小楼") != "" || strings.HasPrefix(rest, "楼") &&
			hasAnyPrefix(rest, "楼道", "楼顶", "楼梯", "楼下", "楼前", "楼后", "楼门", "楼上", "楼东", "楼西", "楼外", "楼底", "楼里", "楼内") == "" {
			return
		}
	case '座':
		if letterBefore(d.text[:start]) == "" {
			if _, size := hanzi.ScanNumber(d.text[end:]); size > 0 && strings.HasPrefix(d.text[end+size:], "单元") {
				break // 7座2单元
			}
			return
		}
		d.addBuilding(span{start - 1, end}, []string{strings.ToUpper(d.text[start-1 : start])})
		return
	case '#':
		if start == 0 || !isDigit(d.text[start-1]) || end < len(d.text) && isDigit(d.text[end]) && !strings.Contains(d.after(end, 3), "单元") {
			return
		}
	}
	if names, at := d.listBefore(start, false); len(names) > 0 {
		d.addBuilding(span{at, end}, names)
	} else if l := letterBefore(strings.TrimSuffix(d.text[:start], "号")); l != "" {
		d.addBuilding(span{start - 1, end}, []string{strings.ToUpper(l)})
	}
}

// countedHouses reports whether the number before 栋 counts: 共3栋; 自建房41栋,
// but 安置房12幢面积差4平.
func (d *doc) countedHouses(start, end int) bool {
	s := strings.TrimRight(d.text[:start], "0123456789零一二两三四五六七八九十百余多 ")
	if len(s) == start {
		return false
	}
	if hasAnySuffix(s, "共", "计", "楼栋", "级", "故障", "修复", "其余", "剩", "剩下", "另", "有", "坏", "开裂", "倾斜") != "" {
		return true
	}
	alone := clip(d.text[end:], 1) == "" || hasAnyPrefix(d.text[end:], " ", "、", "发现", "存在", "其中") != ""
	n, _ := hanzi.Int(d.text[len(s):start])
	return (alone || n > 30) && hasAnySuffix(s, "房", "楼", "屋", "宅", "筑", "物", "厂", "高层", "宿舍", "公寓") != ""
}

// manyHouses recognises the number of a round in 自建房安全检查65栋.
func (d *doc) manyHouses(start int) bool {
	s := strings.TrimRight(d.text[:start], "0123456789")
	n, ok := hanzi.Int(d.text[len(s):start])
	return ok && n > 30 && hasAnySuffix(s, "检查", "排查", "摸排", "核查", "走访", "安检", "整治") != ""
}

func (d *doc) addBuilding(s span, names []string) {
	if d.claim(s) {
		d.builds = append(d.builds, placeExpr{s, names})
	}
}
