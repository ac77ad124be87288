package community

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Campaign is a 专项行动: a name, days, and what belongs to it.
type Campaign struct {
	ID         int64
	Name       string
	Unit       UnitID // and everything below it
	Type       CommunityType
	Categories []Category // none for all
	Days       Span
	By         PersonID
	At         time.Time
}

// Limits of a campaign.
const (
	minCampaign     = 2 // characters of its name
	maxCampaign     = 20
	maxCampaignDays = 2 * 366
)

// NewCampaign checks a campaign that somebody opens or changes.
func NewCampaign(c Campaign, by Person, org *Org) (Campaign, error) {
	n := utf8.RuneCountInString(c.Name)
	switch {
	case !by.May(Plan, c.Unit, org):
		return c, Refuse(Denied, "campaign_denied")
	case n < minCampaign || n > maxCampaign:
		return c, Refuse(Invalid, "campaign_name", "Min", minCampaign, "Max", maxCampaign)
	case c.Days.From == 0 || c.Days.To == 0:
		return c, Refuse(Invalid, "campaign_usage")
	case c.Days.To < c.Days.From:
		return c, Refuse(Invalid, "campaign_days", "From", c.Days.From.String(), "To", c.Days.To.String())
	case c.Days.To-c.Days.From > maxCampaignDays:
		return c, Refuse(Invalid, "campaign_long")
	}
	c.By = by.ID
	return c, nil
}

// Over reports whether the campaign has ended before a day.
func (c Campaign) Over(today Date) bool { return c.Days.To < today }

// Covers reports whether what is counted of a record is the campaign's by its
// day, its type and its category; the unit is another question.
func (c Campaign) Covers(date Date, counts Counts) bool {
	return c.Days.Has(date) && (c.Type == NoType || c.Type == counts.Type) &&
		(len(c.Categories) == 0 || slices.Contains(c.Categories, counts.Category))
}

// Named reports whether a record's words name the campaign.
func (c Campaign) Named(r Record) bool {
	return strings.Contains(r.Text, c.Name) || strings.Contains(r.Title, c.Name)
}

var spanDates = regexp.MustCompile(`(?:(20[0-9]{2})[-/.年])?([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?`)

// SpanIn finds two days in a text, 9月1日至12月10日 or 2026-09-01 2026-12-10, and
// gives back the text without them. Without a year the days are those of the
// present one, the second after the first.
func SpanIn(text string, today Date) (s Span, rest string, ok bool) {
	at := spanDates.FindAllStringSubmatchIndex(text, -1)
	if len(at) != 2 {
		return s, text, false
	}
	thisYear, _, _ := today.Civil()
	day := func(m []int, year int) (Date, bool) {
		part := func(i int) int {
			if m[2*i] < 0 {
				return 0
			}
			n, _ := strconv.Atoi(text[m[2*i]:m[2*i+1]])
			return n
		}
		if y := part(1); y != 0 {
			year = y
		}
		d := NewDate(year, time.Month(part(2)), part(3))
		_, month, dom := d.Civil()
		return d, int(month) == part(2) && dom == part(3)
	}
	var ok1, ok2 bool
	s.From, ok1 = day(at[0], thisYear)
	year, _, _ := s.From.Civil()
	s.To, ok2 = day(at[1], year)
	if s.To < s.From && at[1][2] < 0 {
		s.To, ok2 = day(at[1], year+1)
	}
	between := strings.Trim(text[at[0][1]:at[1][0]], " 至到—-–~～")
	return s, strings.Join(strings.Fields(text[:at[0][0]]+" "+between+" "+text[at[1][1]:]), " "), ok1 && ok2
}
