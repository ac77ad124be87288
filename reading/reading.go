package reading

import (
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"gridmate/community"
	"gridmate/hanzi"
	"gridmate/reading/weigh"
)

// Reader reads messages with one lexicon. It is safe for concurrent use.
type Reader struct {
	lexicon *lexicon
	weights *weigh.Model
}

// New returns a Reader with the built-in lexicon.
func New() (*Reader, error) { return NewFrom(embedded) }

// NewFrom returns a Reader with the lexicon in folder lexicon of files, which
// must hold every file of the built-in one.
func NewFrom(files fs.FS) (*Reader, error) {
	lx, err := loadLexicon(files, "lexicon")
	if err != nil {
		return nil, err
	}
	weights, err := builtinWeights()
	if err != nil {
		return nil, err
	}
	return &Reader{lexicon: lx, weights: weights}, nil
}

// Default returns the Reader with the built-in lexicon, loaded once.
var Default = sync.OnceValue(func() *Reader {
	r, err := New()
	if err != nil {
		panic("reading: built-in lexicon: " + err.Error())
	}
	return r
})

// Read reads what a message says. Dates look backwards from now, in now's zone.
func (r *Reader) Read(text string, now time.Time) Reading {
	return r.read(text, community.KindNone, now)
}

// ReadKind reads a message whose kind is known from a command: the result has
// at least one draft, and its first has that kind.
func (r *Reader) ReadKind(text string, kind community.Kind, now time.Time) Reading {
	return r.read(text, kind, now)
}

func (r *Reader) read(text string, kind community.Kind, now time.Time) Reading {
	masked, found := Mask(strings.ToValidUTF8(text, "\uFFFD"))
	out := Reading{Text: masked, Masked: found}
	d := r.recognise(normalise(masked), now)
	defer docs.Put(d)
	if kind != community.KindNone {
		d.revive(d.all())
		out.Drafts = []Draft{d.assemble(kind, nil, d.all(), masked)}
		return out
	}
	for _, g := range d.group() {
		if k, why, rivals := d.decideKind(g); k != community.KindNone {
			draft := d.assemble(k, why, g, masked)
			switch {
			case draft.Outcome == community.OutcomeFixed && k == community.KindIssue && slices.Contains(rivals, string(community.KindPatrol)):
				draft = d.assemble(community.KindPatrol, why, g, masked) // put right at once, it may as well be called that
			case len(rivals) > 0 && draft.Outcome != community.OutcomeFixed:
				draft.Unsure = append([]Guess{{"kind", rivals}}, draft.Unsure...)
			}
			out.Drafts = append(out.Drafts, draft)
			out.inheritDate()
		}
	}
	if len(out.Drafts) == 0 {
		out.Reason = d.reason()
	}
	return out
}

// Day reads an answer that is a date: 周五, 20号, 三天内, 月底. Last is the most
// recent such day, next the coming one; either is zero where there is none.
func (r *Reader) Day(text string, now time.Time) (last, next community.Date) {
	masked, _ := Mask(strings.ToValidUTF8(text, "\uFFFD"))
	d := r.recognise(normalise(masked), now)
	defer docs.Put(d)
	for _, e := range d.dates {
		switch {
		case e.day == 0:
		case e.future:
			return 0, e.forward
		default:
			return e.day, e.forward
		}
	}
	for _, e := range d.limits {
		return 0, e.day(d.today)
	}
	return 0, 0
}

// inheritDate gives the last draft the day of the one before when it names
// none itself: a message tells the facts of one day.
func (r *Reading) inheritDate() {
	n := len(r.Drafts)
	if n < 2 || r.Drafts[n-2].Date == 0 {
		return
	}
	last, prev := &r.Drafts[n-1], r.Drafts[n-2]
	if last.Date == 0 || last.PartOfDay != "" && last.partOnly {
		last.Date = prev.Date
	}
}

// normalise folds the text and reads the particles of the dialects as 了, rune
// for rune.
func normalise(masked string) string { return dialect.Replace(hanzi.Fold(masked)) }

var dialect = strings.NewReplacer("咧", "了", "喽", "了", "嘞", "了", "咯", "了", "啦", "了", "着哩", "着呢", "麻达", "问题")

// recognise runs the stages up to quantities.
func (r *Reader) recognise(text string, now time.Time) *doc {
	d := docs.Get().(*doc)
	d.begin(text, r.weights)
	d.today = community.DateOf(now)
	r.lexicon.match(text, &d.hits)
	d.setMarks()
	d.findGrids()
	d.findBuildings()
	d.limits = d.findLimits()
	d.findDates(d.today)
	d.findSigns()
	for _, h := range d.hits[layerIdiom] {
		if d.onePiece(h) {
			continue
		}
		if h.start == 0 || !isDigit(text[h.start-1]) || !isDigit(text[h.start]) {
			d.claim(h.span)
		}
	}
	d.findQuantities()
	d.segment()
	d.dealQuants()
	d.dealDates()
	d.judge(now.Hour())
	d.hour = now.Hour()
	return d
}

// all returns every clause.
func (d *doc) all() []*clause {
	out := make([]*clause, len(d.clauses))
	for k := range d.clauses {
		out[k] = &d.clauses[k]
	}
	return out
}

// revive makes every clause count: it is known that this is a record.
func (d *doc) revive(group []*clause) {
	for _, c := range group {
		if c.dead != deadPlan {
			c.dead = ""
		}
	}
	d.seen = sight{}
}

// reason names why nothing is reported.
func (d *doc) reason() string {
	for k := range d.clauses {
		if d.clauses[k].dead != "" {
			return d.clauses[k].dead
		}
	}
	return ""
}

// runes converts a byte span of the normalised text into runes.
func (d *doc) runes(s span) Span {
	if len(d.runeAt) == 0 {
		d.runeAt = slices.Grow(d.runeAt, len(d.text)+1)[:len(d.text)+1]
		n := int32(0)
		for i := range d.text {
			d.runeAt[i] = n
			n++
		}
		d.runeAt[len(d.text)] = n
	}
	return Span{int(d.runeAt[s.start]), int(d.runeAt[s.end])}
}
