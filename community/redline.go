package community

// RedLine is a rule of the trade that no setting may break. Key names it, in
// settings' errors and as redline.<Key> in the catalogues.
type RedLine struct {
	Key    string
	Rule   string // in English, for the operator
	Source string
	// Breaks reports whether somebody wishes for what the rule forbids; nil
	// where there is nothing to wish for and the program itself keeps the rule.
	Breaks func(Wishes) bool
}

// Wishes are what a deployment's settings ask for, before anybody has judged
// them. The zero wishes with DefaultManners break no red line.
type Wishes struct {
	Manners
	CheckIns, Rankings, ReadReceipts bool
	PhotoRequired, PlaceRequired     bool
	Unmasked                         bool // personal data is stored as typed
}

// Where the rules come from. What the two documents say in general the
// program's own promise puts into figures.
const (
	sourceFingertips = "中央网络安全和信息化委员会《关于防治“指尖上的形式主义”的若干意见》（2023年12月）"
	sourceBurden     = "中共中央办公厅、国务院办公厅《整治形式主义为基层减负若干规定》（2024年8月）"
	sourcePrivacy    = "《中华人民共和国个人信息保护法》"
	sourcePromise    = "本项目约定，依据" + sourceFingertips
)

// RedLines lists the rules in the order in which people read them.
func RedLines() []RedLine {
	kind := DefaultManners()
	return []RedLine{
		{"checkin", "no compulsory check-in, streaks, badges or online time", sourceFingertips,
			func(w Wishes) bool { return w.CheckIns }},
		{"ranking", "no points and no ranking of persons", sourceFingertips,
			func(w Wishes) bool { return w.Rankings }},
		{"receipts", "nobody is shown who has read what", sourcePromise,
			func(w Wishes) bool { return w.ReadReceipts }},
		{"photo", "a photo can always be skipped", sourceFingertips,
			func(w Wishes) bool { return w.PhotoRequired }},
		{"place", "a location can always be skipped and no tracks are kept", sourceFingertips,
			func(w Wishes) bool { return w.PlaceRequired }},
		{"pushes", "at most 3 pushes a person a day, batched", sourcePromise,
			func(w Wishes) bool { return w.Budget < 1 || w.Budget > kind.Budget }},
		{"quiet", "no pushes from 21:00 to 08:00, critical issues excepted", sourcePromise,
			func(w Wishes) bool { return !w.Quiet.Covers(kind.Quiet) }},
		{"once", "the same fact is asked for once", sourceBurden, nil},
		{"personal", "personal data is masked before it is stored", sourcePrivacy,
			func(w Wishes) bool { return w.Unmasked }},
	}
}

// Broken is the first red line that the wishes break.
func (w Wishes) Broken() (RedLine, bool) {
	for _, line := range RedLines() {
		if line.Breaks != nil && line.Breaks(w) {
			return line, true
		}
	}
	return RedLine{}, false
}
