package chat

// Table is what a part of a message's text looks like where clients show
// tables. The text says the same without it.
type Table struct {
	Instead string     `json:"instead"` // the part of the text that it stands for
	Head    []string   `json:"head"`
	Rows    [][]string `json:"rows"`
}
