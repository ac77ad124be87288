package storage

import (
	"context"
	"slices"
	"strings"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Counts says what an import did.
type Counts struct{ Added, Changed, Unchanged int }

// UnitRow is a unit as a file gives it: with its parent's code. ID and Parent
// of the unit are not looked at.
type UnitRow struct {
	community.Unit
	ParentCode string // empty at the top
}

// Org is the organisation as it stands in this transaction.
func (t *Tx) Org() *community.Org { return t.org.org }

// SaveUnits adds the units whose code is new and changes those that differ;
// none is removed. Rows may come in any order: a parent is another row or is
// there already, else the refusal is NotFound "unit_parent"; one that is not
// of a higher level is Invalid "unit_parent_level".
func (t *Tx) SaveUnits(ctx context.Context, rows []UnitRow) (Counts, error) {
	var n Counts
	known := map[string]community.Unit{}
	for _, u := range t.Org().Subtree(0) {
		known[codeKey(u.Code)] = u
	}
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b UnitRow) int { return a.Level.Rank() - b.Level.Rank() })
	for _, r := range sorted {
		if err := t.saveUnit(ctx, r, known, &n); err != nil {
			return Counts{}, err
		}
	}
	if n.Added+n.Changed == 0 {
		return n, nil
	}
	t.now.Org++
	return n, t.loadOrg(ctx)
}

func codeKey(code string) string { return strings.ToUpper(strings.TrimSpace(code)) }

func (t *Tx) saveUnit(ctx context.Context, r UnitRow, known map[string]community.Unit, n *Counts) error {
	u, err := r.placed(known)
	if err != nil {
		return err
	}
	old, found := known[codeKey(u.Code)]
	u.ID = old.ID
	if found {
		u.Code = old.Code
	}
	switch {
	case found && sameUnit(u, old):
		n.Unchanged++
		return nil
	case found:
		n.Changed++
		err = t.q.UpdateUnit(ctx, query.UpdateUnitParams{
			Level: string(u.Level), Name: u.Name, Short: u.Short, Parent: ref(u.Parent),
			Pilot: flag(u.Pilot), Tags: strings.Join(u.Tags, ","), ID: int64(u.ID),
		})
	default:
		n.Added++
		var id int64
		id, err = t.q.AddUnit(ctx, query.AddUnitParams{
			Code: u.Code, Level: string(u.Level), Name: u.Name, Short: u.Short, Parent: ref(u.Parent),
			Pilot: flag(u.Pilot), Tags: strings.Join(u.Tags, ","),
		})
		u.ID = community.UnitID(id)
	}
	known[codeKey(u.Code)] = u
	return t.fail("save unit "+u.Code, err)
}

// placed is the row's unit below its parent.
func (r UnitRow) placed(known map[string]community.Unit) (community.Unit, error) {
	u := r.Unit
	u.Code, u.Parent = strings.TrimSpace(u.Code), 0
	if u.Code == "" || u.Level.Rank() < 0 {
		return u, community.Refuse(community.Invalid, "unit_row", "Code", u.Code)
	}
	if strings.TrimSpace(r.ParentCode) == "" {
		return u, nil
	}
	parent, found := known[codeKey(r.ParentCode)]
	if !found {
		return u, unknown("unit_parent", "Code", u.Code, "Parent", r.ParentCode)
	}
	if parent.Level.Rank() >= u.Level.Rank() {
		return u, community.Refuse(community.Invalid, "unit_parent_level", "Code", u.Code, "Parent", parent.Code)
	}
	u.Parent = parent.ID
	return u, nil
}

func sameUnit(a, b community.Unit) bool {
	return a.Level == b.Level && a.Name == b.Name && a.Short == b.Short && a.Parent == b.Parent &&
		a.Pilot == b.Pilot && slices.Equal(a.Tags, b.Tags)
}

func unitOf(r query.Unit) community.Unit {
	u := community.Unit{
		ID: community.UnitID(r.ID), Code: r.Code, Level: community.Level(r.Level), Name: r.Name, Short: r.Short,
		Parent: deref[community.UnitID](r.Parent), Pilot: r.Pilot == 1,
	}
	if r.Tags != "" {
		u.Tags = strings.Split(r.Tags, ",")
	}
	return u
}

// villageOf is the community that a unit belongs to, or the unit itself.
func (t *Tx) villageOf(unit community.UnitID) community.UnitID {
	if v, ok := t.Org().At(unit, community.Village); ok {
		return v.ID
	}
	return unit
}
