package handlers

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
)

// What people may say of a guide, as the buttons carry it.
const (
	guideGood  = "!good"
	guideBad   = "!bad"
	guideWrong = "!wrong"
)

// opinion is what people said of one guide. An administrator who has seen to
// it sets Bad and Wrong back.
type opinion struct{ Good, Bad, Wrong int }

// remark is what somebody wrote about a mistake, masked, without who it was.
type remark struct {
	Slug string
	Text string
	At   time.Time
}

// opinions are all of them. Seen keeps who has said something today, so that
// one person counts once a guide and day; it is forgotten with the day.
type opinions struct {
	Counts  map[string]opinion
	Remarks []remark
	Day     community.Date
	Seen    map[string]bool
}

const (
	feedbackKey  = "guides.feedback"
	remarksMost  = 200 // the oldest give way
	remarkLength = 300 // characters
)

func readOpinions(ctx context.Context, f Facts) (opinions, error) {
	all := opinions{Counts: map[string]opinion{}}
	stored, _, err := f.Meta(ctx, feedbackKey)
	if err != nil || stored == "" {
		return all, err
	}
	return all, json.Unmarshal([]byte(stored), &all)
}

func (o opinions) save(ctx context.Context, f Facts) error {
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return f.SetMeta(ctx, feedbackKey, string(body))
}

// once reports whether somebody says something of a guide for the first time
// today, and remembers it.
func (o *opinions) once(user int64, slug string, today community.Date) bool {
	if o.Day != today || o.Seen == nil {
		o.Day, o.Seen = today, map[string]bool{}
	}
	key := strconv.FormatInt(user, 10) + " " + slug
	if o.Seen[key] {
		return false
	}
	o.Seen[key] = true
	return true
}

// judge counts what somebody says of a guide. Who found a mistake is asked
// which; strangers, of whom nothing is kept, are only counted.
func (sc *scene) judge(ctx context.Context, g guides.Guide, what string) ([]chat.Reply, error) {
	all, err := readOpinions(ctx, sc.store)
	if err != nil {
		return nil, err
	}
	if !all.once(sc.up.From.ID, g.Slug, sc.today()) {
		return []chat.Reply{sc.toast("guide.said_already")}, nil
	}
	o := all.Counts[g.Slug]
	switch what {
	case guideGood:
		o.Good++
	case guideBad:
		o.Bad++
	default:
		o.Wrong++
	}
	all.Counts[g.Slug] = o
	if err := all.save(ctx, sc.store); err != nil {
		return nil, err
	}
	if what == guideBad && sc.asked != "" {
		return []chat.Reply{sc.toast("guide.thanks")}, sc.note(ctx, sc.asked)
	}
	if what == guideWrong && sc.who.Known() {
		return sc.askWordsFor(ctx, asking{What: askedMistake, About: g.Slug}, sc.say.Text("guide.what_wrong", "Name", g.Name))
	}
	return []chat.Reply{sc.toast("guide.thanks")}, nil
}

// mistakeTold keeps what somebody wrote about a mistake for the administrators.
func (sc *scene) mistakeTold(ctx context.Context, a asking) ([]chat.Reply, error) {
	all, err := readOpinions(ctx, sc.store)
	if err != nil {
		return nil, err
	}
	all.Remarks = append(all.Remarks, remark{Slug: a.About, Text: clip(sc.up.Text, remarkLength), At: sc.now})
	all.Remarks = all.Remarks[max(0, len(all.Remarks)-remarksMost):]
	return []chat.Reply{sc.send("guide.thanks")}, all.save(ctx, sc.store)
}

// seen takes the complaints about a guide off the list.
func (o *opinions) seen(slug string) {
	o.Counts[slug] = opinion{Good: o.Counts[slug].Good}
	o.Remarks = slices.DeleteFunc(o.Remarks, func(r remark) bool { return r.Slug == slug })
}

// PruneGuideWords forgets what people asked and wrote about guides before a
// time, and who pressed a button on a day that is over. It says how many texts
// are gone.
func PruneGuideWords(ctx context.Context, f Facts, before time.Time, today community.Date) (int, error) {
	asked, err := readQuestions(ctx, f)
	if err != nil {
		return 0, err
	}
	said, err := readOpinions(ctx, f)
	if err != nil {
		return 0, err
	}
	n, remarks, over := asked.prune(before), len(said.Remarks), said.Day < today && len(said.Seen) > 0
	said.Remarks = slices.DeleteFunc(said.Remarks, func(r remark) bool { return r.At.Before(before) })
	if over {
		said.Seen = nil
	}
	if n > 0 {
		if err := asked.save(ctx, f); err != nil {
			return 0, err
		}
	}
	if remarks -= len(said.Remarks); remarks > 0 || over {
		if err := said.save(ctx, f); err != nil {
			return 0, err
		}
	}
	return n + remarks, nil
}
