package community

import "fmt"

// LedgerCode is an issue's code in its community's ledger: short name, year
// and running number, as in 滨河-2026-0137. Other records have none.
func (r Record) LedgerCode(org *Org) string {
	if r.Kind != KindIssue || r.Ledger == 0 {
		return ""
	}
	unit, ok := org.At(r.Unit, Village)
	if !ok {
		unit, _ = org.Unit(r.Unit)
	}
	year, _, _ := r.Date.Civil()
	return fmt.Sprintf("%s-%d-%04d", unit.Label(), year, r.Ledger)
}
