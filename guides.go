package main

import (
	"fmt"

	"gridmate/guides"
)

type guidesCommand struct {
	Search guidesSearch `cmd:"" help:"Look up the queries of standard input, one a line; write CSV query,slugs."`
}

type guidesSearch struct {
	Limit int `default:"3" help:"How many matters at most for one query."`
}

// Run answers each line of standard input with the matters that fit it.
func (g guidesSearch) Run(c *console) error {
	if g.Limit < 1 || g.Limit > 50 {
		return usage{fmt.Errorf("--limit=%d: must be from 1 to 50", g.Limit)}
	}
	index, err := loadGuides()
	if err != nil {
		return err
	}
	return guides.Stream(c.stdin, c.stdout, index, g.Limit)
}

// loadGuides builds the search over the guides that come with the program.
func loadGuides() (*guides.Index, error) {
	list, err := guides.Builtin()
	if err != nil {
		return nil, fmt.Errorf("built-in guides: %w", err)
	}
	lexicon, err := guides.BuiltinLexicon()
	if err != nil {
		return nil, fmt.Errorf("lexicon of the guides: %w", err)
	}
	return guides.NewIndex(list, lexicon), nil
}
