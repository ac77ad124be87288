package reading

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"
)

// maxLine is how much of one input line is read; what is beyond is dropped.
const maxLine = 4 << 20

// Stream does the work of `gridmate read`: every line of in, plain text or
// {"id","text"}, becomes one JSON object on out. A line that is no such object
// is plain text; an empty one is of kind none. It holds one line at a time.
func (r *Reader) Stream(in io.Reader, out io.Writer, now time.Time) error {
	src := bufio.NewReaderSize(in, 64<<10)
	dst := bufio.NewWriterSize(out, 64<<10)
	var buf []byte
	for {
		raw, err := readLine(src, buf[:0])
		buf = raw
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err == nil || len(raw) > 0 {
			if werr := r.streamLine(dst, raw, now); werr != nil {
				return werr
			}
		}
		if err != nil {
			return dst.Flush()
		}
	}
}

// Stream runs the default Reader over in; see Reader.Stream.
func Stream(in io.Reader, out io.Writer, now time.Time) error { return Default().Stream(in, out, now) }

// readLine reads one line without its end, at most maxLine bytes of it.
func readLine(src *bufio.Reader, buf []byte) ([]byte, error) {
	for {
		part, err := src.ReadSlice('\n')
		if len(buf) < maxLine {
			buf = append(buf, part[:min(len(part), maxLine-len(buf))]...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(buf, "\r\n"), err
	}
}

func (r *Reader) streamLine(dst *bufio.Writer, raw []byte, now time.Time) error {
	text, id := inputLine(raw)
	b, err := r.Read(text, now).JSON(id)
	if err != nil {
		return err
	}
	if _, err := dst.Write(b); err != nil {
		return err
	}
	return dst.WriteByte('\n')
}

// inputLine takes id and text out of an object; anything else is text.
func inputLine(raw []byte) (string, *json.RawMessage) {
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if len(raw) == 0 || raw[0] != '{' {
		return string(raw), nil
	}
	var in struct {
		ID   *json.RawMessage `json:"id"`
		Text *string          `json:"text"`
	}
	if json.Unmarshal(raw, &in) != nil || in.Text == nil {
		return string(raw), nil
	}
	return *in.Text, in.ID
}
