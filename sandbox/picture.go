package sandbox

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"sync"
)

// greyPicture is what a photo shows when nobody says what.
var greyPicture = sync.OnceValue(func() []byte {
	img := image.NewPaletted(image.Rect(0, 0, 320, 240), color.Palette{color.Gray{Y: 160}})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic("sandbox: encode a picture: " + err.Error())
	}
	return b.Bytes()
})
