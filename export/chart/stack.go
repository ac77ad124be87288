package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
)

// Stack draws pictures one below the other as one PNG. Two are as much as a
// phone shows legibly in one photo.
func Stack(pictures ...Picture) ([]byte, error) {
	if len(pictures) == 1 {
		return pictures[0].PNG()
	}
	parts, height := make([]image.Image, len(pictures)), 0
	for i, p := range pictures {
		data, err := p.PNG()
		if err != nil {
			return nil, err
		}
		if parts[i], err = png.Decode(bytes.NewReader(data)); err != nil {
			return nil, fmt.Errorf("chart: %w", err)
		}
		height += parts[i].Bounds().Dy()
	}
	whole, top := image.NewRGBA(image.Rect(0, 0, Width, height)), 0
	for _, part := range parts {
		at := image.Rect(0, top, Width, top+part.Bounds().Dy())
		draw.Draw(whole, at, part, part.Bounds().Min, draw.Src)
		top = at.Max.Y
	}
	var out bytes.Buffer
	if err := png.Encode(&out, whole); err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return out.Bytes(), nil
}
