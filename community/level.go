package community

import "regexp"

// What people write of how grave a problem is. Whatever else may be grave is
// theirs to say: a level that is guessed too high makes the night ring.
var (
	criticalWords = regexp.MustCompile(`重大(?:安全|事故|火灾)?(?:隐患|问题|风险|险情)|(?:燃气|煤气|天然气|液化气)(?:管道|管线|软管|灶)?(?:泄漏|泄露|漏气)|` +
		`坍塌|垮塌|倒塌|着火|起火|明火|爆炸|漏电|带电裸露|有人被困|人员被困`)
	majorWords = regexp.MustCompile(`较大(?:安全|事故)?(?:隐患|问题|风险)|紧急|危及|井盖(?:缺失|丢失|没了|不见)`)
	calmWords  = regexp.MustCompile(`(?:防止|避免|预防|以防|防范|谨防|可能|容易|易|怕|担心)[^，。；]{0,6}$`)
	onceWords  = regexp.MustCompile(`立行立改|立查立改|立整立改|即知即改|立即(?:整改|处理|处置|清理|清除)|马上(?:整改|处理|处置|清理)`)
)

// levelIn is the level that a problem's own words give it.
func levelIn(text string) IssueLevel {
	switch {
	case says(criticalWords, text):
		return LevelCritical
	case says(majorWords, text):
		return LevelMajor
	}
	return LevelGeneral
}

// says reports whether words stand in a text as what is, not as what is feared.
func says(words *regexp.Regexp, text string) bool {
	for _, at := range words.FindAllStringIndex(text, -1) {
		if !calmWords.MatchString(text[:at[0]]) {
			return true
		}
	}
	return false
}
