package chart

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/golang/freetype/truetype"
)

// The fonts are Noto Sans SC, cut to GB 2312 and the table of general standard
// characters (通用规范汉字表), under the SIL Open Font License.
//
//go:embed font
var fontFiles embed.FS

// fonts are unpacked when the first chart is drawn: most runs draw none.
type fonts struct{ regular, bold *truetype.Font }

var loadFonts = sync.OnceValues(func() (f fonts, err error) {
	if f.regular, err = loadFont("NotoSansSC_400Regular-tgh.ttf.gz"); err != nil {
		return f, err
	}
	f.bold, err = loadFont("NotoSansSC_700Bold-tgh.ttf.gz")
	return f, err
})

func loadFont(name string) (*truetype.Font, error) {
	packed, err := fontFiles.ReadFile("font/" + name)
	if err != nil {
		return nil, err
	}
	unpack, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	data, err := io.ReadAll(unpack)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	return truetype.Parse(data)
}

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
