package community

// Leave is a stretch of days on which somebody's reminders go to somebody else.
type Leave struct {
	Person, StandIn PersonID
	Days            Span
}

// maxLeave is how many days one leave can have.
const maxLeave = 180

// NewLeave checks a leave. The stand-in must be somebody else who takes part
// in work of the same units; today is the day it is asked for on.
func NewLeave(p, in Person, days Span, today Date, org *Org) (Leave, error) {
	switch {
	case days.To < days.From:
		return Leave{}, Refuse(Invalid, "leave_backwards")
	case days.To < today:
		return Leave{}, Refuse(Invalid, "leave_past")
	case days.Days() > maxLeave:
		return Leave{}, Refuse(Invalid, "leave_long", "Limit", maxLeave)
	case in.ID == p.ID:
		return Leave{}, Refuse(Invalid, "leave_self")
	case !in.near(p, org):
		return Leave{}, Refuse(Denied, "leave_stranger", "Name", in.Name)
	}
	return Leave{Person: p.ID, StandIn: in.ID, Days: days}, nil
}

// near reports whether two people work in one community, or one of them above
// the other: a stand-in reads what the absent one would have read.
func (p Person) near(other Person, org *Org) bool {
	for _, a := range p.Grants {
		for _, b := range other.Grants {
			if org.Within(a.Unit, b.Unit) || org.Within(b.Unit, a.Unit) || org.together(a.Unit, b.Unit) {
				return true
			}
		}
	}
	return false
}

// together reports whether two units lie in one community.
func (o *Org) together(a, b UnitID) bool {
	one, ok := o.At(a, Village)
	two, too := o.At(b, Village)
	return ok && too && one.ID == two.ID
}
