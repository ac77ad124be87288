package main

import (
	"bytes"
	"context"
	"io"
	"slices"
	"time"

	"gridmate/assess"
	"gridmate/chat"
	"gridmate/community"
	"gridmate/errands"
	"gridmate/export"
	"gridmate/export/book"
	"gridmate/export/form"
	"gridmate/locale"
	"gridmate/storage"
)

// made is a file that is ready to be sent.
type made struct {
	name    string
	caption string
	content []byte
	photo   bool
}

// reply stores the file and makes the message that carries it.
func (m made) reply(ctx context.Context, tx *storage.Tx) (chat.Reply, error) {
	if len(m.content) == 0 {
		return chat.Reply{Verb: chat.Send, Text: m.caption}, nil
	}
	id, err := tx.AddFile(ctx, m.content)
	return chat.Reply{Verb: chat.Send, Text: m.caption, File: &chat.File{ID: id, Name: m.name, Photo: m.photo}}, err
}

// exportErrand makes a file that somebody asked for with /export.
func (a *assistant) exportErrand(ctx context.Context, e chat.Errand, tell errands.Tell) (finish, error) {
	o, err := export.ParseOrder(e.Body)
	if err != nil {
		return nil, err
	}
	sent, err := a.sentForm(ctx, e, o)
	if err != nil {
		return nil, err
	}
	if scores, err := a.scoresIn(sent); err != nil || scores != nil {
		return a.takeScores(e, o, scores), err
	}
	var m made
	var again chat.Reply
	cells := 0
	err = a.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c, err := a.newCopyist(ctx, tx, e, o)
		if err != nil {
			return err
		}
		c.tell, c.sent = tell, sent
		again = c.done()
		m, err = c.make(ctx)
		cells = c.cells
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(m.content) > chat.MaxUpload {
		return nil, community.Refuse(community.Invalid, "export_large", "Limit", chat.MaxUpload>>20)
	}
	return func(ctx context.Context, tx *storage.Tx) ([]chat.Reply, error) {
		file, err := m.reply(ctx, tx)
		if err != nil {
			return nil, err
		}
		return []chat.Reply{again, file}, tx.Spend(ctx, o.Unit, community.DateOf(a.now().In(a.config.Zone)), community.Effort{Cells: cells})
	}, nil
}

// sentForm fetches the table that somebody sent, of an order about one.
func (a *assistant) sentForm(ctx context.Context, e chat.Errand, o export.Order) ([]byte, error) {
	if o.What != export.Form && o.What != export.Scores {
		return nil, nil
	}
	var remote string
	var found bool
	err := a.db.View(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		remote, found, err = tx.Sent(ctx, e.User, o.File)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, community.Refuse(community.NotFound, "file_gone")
	}
	return a.download(ctx, remote)
}

// copyist makes the file of an order from a snapshot of the records.
type copyist struct {
	order  export.Order
	from   archive
	frame  export.Frame
	say    locale.Printer
	sent   []byte // a form to be filled
	tell   errands.Tell
	now    func() time.Time
	n, of  int
	cells  int       // that nobody had to type
	spoken time.Time // when it was last said how far the file has come
}

// newCopyist checks that whoever asked may still read the unit.
func (a *assistant) newCopyist(ctx context.Context, tx *storage.Tx, e chat.Errand, o export.Order) (*copyist, error) {
	who, err := a.person(ctx, tx, e.User)
	if err != nil {
		return nil, err
	}
	unit, found := tx.Org().Unit(o.Unit)
	reads := who.May(community.Read, unit.ID, tx.Org()) || e.Chat != e.User && who.Touches(community.Read, unit.ID, tx.Org())
	if !found || !reads {
		return nil, community.Refuse(community.Denied, "read_denied")
	}
	frame := export.Frame{Org: tx.Org(), Unit: unit, Span: o.Span(), Type: o.Type, Group: e.Chat != e.User, Now: a.now(), Zone: a.config.Zone}
	c := &copyist{
		order: o, from: newArchive(tx, frame), frame: frame, say: a.texts.For(who.Language),
		now: time.Now, spoken: time.Now(),
	}
	c.from.tasks = true
	return c, tx.Facts(ctx, frame.Span, func(f community.Fact) error {
		if frame.Org.Within(f.Unit, unit.ID) {
			c.of++
		}
		return nil
	})
}

// person is who asked for something, with the role that a setting gives them.
func (a *assistant) person(ctx context.Context, tx *storage.Tx, user int64) (community.Person, error) {
	who, _, err := tx.PersonByUser(ctx, user)
	if slices.Contains(a.config.Admins, user) {
		who.Grants = append(slices.Clone(who.Grants), community.Grant{Role: community.RoleAdmin})
	}
	return who, err
}

// make makes the file.
func (c *copyist) make(ctx context.Context) (made, error) {
	var out bytes.Buffer
	caption, err := c.write(ctx, &out)
	name := c.text("export.file", "From", c.frame.Span.From.String(), "To", c.frame.Span.To.String()) + ".xlsx"
	return made{name: name, caption: caption, content: out.Bytes()}, err
}

// write writes the workbook and returns what is said at it.
func (c *copyist) write(ctx context.Context, out io.Writer) (caption string, err error) {
	switch c.order.What {
	case export.Details:
		return c.details(ctx, out)
	case export.Form, export.Scores: // scores are taken before: this is another table of that name
		return c.fill(ctx, out)
	case export.IndicatorTable:
		return c.indicators(ctx, out)
	}
	var wanted []export.Table
	if c.order.What != export.All {
		wanted = append(wanted, c.order.What)
	}
	written, err := book.Write(ctx, out, c, c.frame, c.say, wanted...)
	if err != nil {
		return "", err
	}
	c.cells = written.Cells
	t := written.Totals()
	return c.text("export.caption", "Patrols", t.Patrols, "Found", t.Found, "Fixed", t.Fixed,
		"Disputes", t.Disputes.Registered, "Events", t.Events, "Opened", t.Issues.Opened, "Closed", t.Issues.Closed), nil
}

// indicators writes 指标自查表 of the communities of the unit.
func (c *copyist) indicators(ctx context.Context, out io.Writer) (string, error) {
	units := c.frame.Org.Below(c.frame.Unit.ID, community.Village)
	if len(units) == 0 {
		return "", community.Refuse(community.Denied, "indicator_nowhere")
	}
	boards, err := assess.Compute(ctx, c.from.tx, c.frame.Org, units, c.frame.Span.To, c.frame.Type)
	if err != nil {
		return "", err
	}
	if len(boards[0].Standings) == 0 {
		return "", community.Refuse(community.NotFound, "indicator_none")
	}
	gaps := 0
	for _, b := range boards {
		gaps += b.Total().Unbacked
	}
	return c.text("indicator.caption", "N", len(boards[0].Standings), "Gaps", gaps), book.Indicators(out, boards, c.frame, c.say)
}

// fill fills a form. Of one of which nothing is held only the answer is left.
func (c *copyist) fill(ctx context.Context, out io.Writer) (string, error) {
	words, err := vocabulary(ctx, c.from.tx)
	if err != nil {
		return "", err
	}
	from := func(f export.Frame) export.Source { return newArchive(c.from.tx, f) }
	reports, err := form.Fill(ctx, out, c.sent, form.Ask{From: from, Frame: c.frame, Words: words, Texts: c.say})
	if err != nil {
		return "", err
	}
	for _, r := range reports {
		c.cells += r.Cells
	}
	return c.text("form.caption", "Report", form.Text(reports, c.say)), nil
}

// details writes the records as export records does.
func (c *copyist) details(ctx context.Context, out io.Writer) (string, error) {
	x := exporter{tx: c.from.tx, org: c.frame.Org, zone: c.frame.Zone, leaves: func(r community.Record) bool {
		return r.Kind == community.KindTask || !c.frame.Has(r) // tasks have a table of their own
	}}
	filter := community.Filter{Units: c.from.units, Span: c.frame.Span}
	s, err := x.sheet(ctx, x.recordColumns(ctx), filter)
	if err != nil {
		return "", err
	}
	for _, row := range s.Rows {
		for _, value := range row {
			if value != nil {
				c.cells++
			}
		}
	}
	return c.text("export.caption_details", "N", len(s.Rows)), s.XLSX(out, "records")
}

// Records implements export.Source and says from time to time how far it has
// come.
func (c *copyist) Records(ctx context.Context, visit func(community.Record) error) error {
	return c.from.Records(ctx, func(r community.Record) error {
		if err := c.step(ctx); err != nil {
			return err
		}
		return visit(r)
	})
}

// Carried implements export.Source.
func (c *copyist) Carried(ctx context.Context, visit func(community.Record) error) error {
	return c.from.Carried(ctx, visit)
}

// Course implements export.Source.
func (c *copyist) Course(ctx context.Context, r community.Record) (community.Course, error) {
	return c.from.Course(ctx, r)
}

// Person implements export.Source.
func (c *copyist) Person(ctx context.Context, id community.PersonID) (string, error) {
	return c.from.Person(ctx, id)
}

// How often it is said how far a file has come: at most so often, and looked at
// after so many records.
const (
	speakEvery = 2 * time.Second
	lookEvery  = 500
)

// step counts a record.
func (c *copyist) step(ctx context.Context) error {
	if c.n++; c.n%lookEvery != 0 || c.now().Sub(c.spoken) < speakEvery {
		return ctx.Err()
	}
	c.spoken = c.now()
	return c.tell(ctx, c.card("export.progress", "N", c.n, "Of", max(c.of, c.n)))
}

// done is the order's card when its file is ready.
func (c *copyist) done() chat.Reply { return c.card("export.made") }

func (c *copyist) card(id string, args ...any) chat.Reply {
	return chat.Reply{Verb: chat.Show, Card: c.order.Card(), Text: c.text(id, args...)}
}

// text is a text about the order.
func (c *copyist) text(id string, args ...any) string {
	day := func(d community.Date) string {
		y, m, day := d.Civil()
		this, _, _ := c.frame.Today().Civil()
		return c.say.Text("export.day", "Year", y, "Month", int(m), "Day", day, "Other", y != this)
	}
	span := c.frame.Span
	days := c.say.Text("export.days", "From", day(span.From), "To", day(span.To))
	what := c.say.Text("export.what." + string(c.order.What))
	return c.say.Text(id, append([]any{"Unit", c.unit(), "What", what, "Days", days}, args...)...)
}

// unit is the unit's label, for a task group with the type that it sees.
func (c *copyist) unit() string {
	if c.frame.Type == community.NoType {
		return c.frame.Unit.Label()
	}
	return c.frame.Unit.Label() + " " + c.say.Text("type."+string(c.frame.Type))
}
