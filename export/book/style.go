package book

import "github.com/xuri/excelize/v2"

// look is how a cell looks.
type look int

const (
	lookText   look = iota // wrapped, at the left, stays text when it is edited
	lookCentre             // a short word in the middle
	lookNumber
	lookPoints // decimals as far as there are any
	lookDate
	lookTitle
	lookLine
	lookHead
	lookTotal
	lookTotalText
	looks
)

// styles are the ids of the looks in a workbook.
type styles [looks]int

// textFormat is the built-in number format "@": what is typed stays text.
const textFormat = 49

func newStyles(file *excelize.File) (ids styles, err error) {
	day := "yyyy-mm-dd"
	body, bold := &excelize.Font{Family: "宋体", Size: 10.5}, &excelize.Font{Family: "宋体", Size: 10.5, Bold: true}
	for l, s := range map[look]*excelize.Style{
		lookText:      {Font: body, Border: thin(), Alignment: align("left"), NumFmt: textFormat},
		lookCentre:    {Font: body, Border: thin(), Alignment: align("center"), NumFmt: textFormat},
		lookNumber:    {Font: body, Border: thin(), Alignment: align("center"), NumFmt: 1},
		lookPoints:    {Font: body, Border: thin(), Alignment: align("center")},
		lookDate:      {Font: body, Border: thin(), Alignment: align("center"), CustomNumFmt: &day},
		lookTitle:     {Font: &excelize.Font{Family: "方正小标宋简体", Size: 20}, Alignment: align("center")},
		lookLine:      {Font: body, Alignment: align("left")},
		lookHead:      {Font: &excelize.Font{Family: "黑体", Size: 10.5}, Border: thin(), Alignment: align("center"), Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}},
		lookTotal:     {Font: bold, Border: thin(), Alignment: align("center")},
		lookTotalText: {Font: bold, Border: thin(), Alignment: align("left")},
	} {
		if ids[l], err = file.NewStyle(s); err != nil {
			return ids, err
		}
	}
	return ids, nil
}

func align(horizontal string) *excelize.Alignment {
	return &excelize.Alignment{Horizontal: horizontal, Vertical: "center", WrapText: true}
}

func thin() []excelize.Border {
	var all []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		all = append(all, excelize.Border{Type: side, Style: 1, Color: "000000"})
	}
	return all
}

// print sets a sheet up for A4 across: as wide as a page, its heads on each.
func (s *sheet) print() error {
	var (
		a4, wide, tall = 9, 1, 0
		across, yes    = "landscape", true
		margin, side   = 0.6, 0.5 // inches
	)
	file := s.book.file
	if err := file.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &a4, Orientation: &across, FitToWidth: &wide, FitToHeight: &tall,
	}); err != nil {
		return err
	}
	if err := file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Top: &margin, Bottom: &margin, Left: &side, Right: &side, Horizontally: &yes,
	}); err != nil {
		return err
	}
	if err := file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C" + s.book.text("page")}); err != nil {
		return err
	}
	return file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: "'" + s.name + "'!$1:$3",
	})
}
