package export

import (
	"encoding/json"
	"fmt"

	"gridmate/community"
)

// PlateErrand is the kind of chat.Errand that carries a Plate.
const PlateErrand = "chart"

// Plate is the pictures that follow the digest of a unit: the body of an
// errand.
type Plate struct {
	Unit   community.UnitID `json:"unit"`
	Period community.Period `json:"period"`
	From   community.Date   `json:"from"` // the period's first day
}

// Encode is the plate as an errand carries it.
func (p Plate) Encode() []byte {
	body, _ := json.Marshal(p) // words and numbers: never fails
	return body
}

// ParsePlate reads an errand's body.
func ParsePlate(body []byte) (p Plate, err error) {
	if err = json.Unmarshal(body, &p); err == nil && (p.Unit <= 0 || p.Period.Of(p.From).From != p.From) {
		err = fmt.Errorf("export: a plate that cannot be drawn: %+v", p)
	}
	return p, err
}
