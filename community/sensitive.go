package community

import "strings"

// What no group may read about (DOMAIN, records): violence at home and the
// sensitive groups of people, who are numbers only; and minors, whom a quarrel
// is about. A broken slide for children is no secret.
var (
	sensitiveWords = strings.Fields(`家暴 家庭暴力 虐待 遗弃 性侵 猥亵 强奸 未成年 女童 男童 自杀 轻生
		精神障碍 精神病 精神疾病 肇事肇祸 社区矫正 矫正对象 刑满 刑释 吸毒 戒毒 涉毒 艾滋`)
	minorWords = strings.Fields(`儿童 小孩 孩子 婴儿 幼儿 少年 中学生 小学生 学生 殴打`)
)

// Delicate reports whether a record is shown without any detail in a group.
// It errs on the side of silence.
func (r Record) Delicate() bool {
	return r.Sensitive || r.mentions(sensitiveWords) || r.Kind == KindDispute && r.mentions(minorWords)
}

// mentions reports whether a record's words hold one of these.
func (r Record) mentions(words []string) bool {
	for _, w := range words {
		if strings.Contains(r.Text, w) || strings.Contains(r.Place, w) {
			return true
		}
	}
	return false
}

// recurringDays and recurringTimes say when a place is told of again: the same
// place and category a third time in 90 days.
const (
	recurringDays  = 90
	recurringTimes = 3
)

// RecursSince is the day from which issues of a record's place count, and
// whether they do: only issues at a named place can recur.
func (r Record) RecursSince() (Date, bool) {
	return r.Date - recurringDays, r.Kind == KindIssue && (r.Place != "" || r.Building != "")
}

// Recurs reports whether so many issues at one place are worth saying.
func Recurs(issues int) bool { return issues >= recurringTimes }
