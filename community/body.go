package community

// Body is an authority that disputes are transferred to. What it is called
// stands in the catalogues; any other can be named in words.
type Body string

// Bodies lists the usual ones, in the order that buttons show them.
func Bodies() []Body {
	return []Body{"police", "justice", "labor", "court", "arbitration", "market", "housing", "health", "women", "petition"}
}
