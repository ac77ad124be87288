package chart

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the font
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/golang/freetype/truetype"
)

// The font is Noto Sans SC, cut to GB 2312 and the table of general standard
// characters (通用规范汉字表), under the SIL Open Font License.
//
//go:embed font/NotoSansSC_400Regular-tgh.ttf.gz
var fontFile []byte

// loadFont unpacks the font when the first chart is drawn: most runs draw none.
var loadFont = sync.OnceValues(func() (*truetype.Font, error) {
	unpack, err := gzip.NewReader(bytes.NewReader(fontFile))
	if err != nil {
		return nil, fmt.Errorf("font: %w", err)
	}
	data, err := io.ReadAll(unpack)
	if err != nil {
		return nil, fmt.Errorf("font: %w", err)
	}
	return truetype.Parse(data)
})

// missing stands for a character that the font does not have: without it the
// character would vanish and a name would read as another one.
const missing = '□'

func shown(f *truetype.Font, text string) string {
	return strings.Map(func(c rune) rune {
		if f.Index(c) == 0 {
			return missing
		}
		return c
	}, text)
}
