package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"net/http"
)

// keepOffNetwork answers the one question that a generator asks of a server: for the package's picture.
func keepOffNetwork() {
	http.DefaultTransport = logoOnly{}
}

type logoOnly struct{}

func (logoOnly) RoundTrip(request *http.Request) (*http.Response, error) {
	body := io.NopCloser(bytes.NewReader(logo()))
	return &http.Response{StatusCode: http.StatusOK, Body: body, Request: request}, nil
}

// logo is one definition above three member clusters.
func logo() []byte {
	blue := color.RGBA{R: 0x32, G: 0x6c, B: 0xe5, A: 0xff}
	picture := image.NewPaletted(image.Rect(0, 0, 64, 64), color.Palette{color.Transparent, blue})
	for _, box := range []image.Rectangle{
		image.Rect(22, 8, 42, 28),
		image.Rect(31, 28, 33, 36),
		image.Rect(11, 35, 53, 37),
		image.Rect(4, 40, 20, 56),
		image.Rect(24, 40, 40, 56),
		image.Rect(44, 40, 60, 56),
	} {
		draw.Draw(picture, box, image.NewUniform(blue), image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	// Uncompressed, so that every version of Go writes the same.
	encoder := png.Encoder{CompressionLevel: png.NoCompression}
	if err := encoder.Encode(&out, picture); err != nil {
		panic(err)
	}
	return out.Bytes()
}
