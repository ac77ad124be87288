package reading_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"gridmate/reading"
)

const benchText = "上午巡查3网格，走访独居老人12户，发现5号楼楼道堆物2处、飞线充电1处，已当场清理2处，其余1处限三天内整改。"

func BenchmarkRead(b *testing.B) {
	r := reading.Default()
	b.SetBytes(int64(len(benchText)))
	b.ReportAllocs()
	for b.Loop() {
		r.Read(benchText, now)
	}
}

func BenchmarkMask(b *testing.B) {
	for name, text := range map[string]string{
		"nothing to mask": benchText,
		"two numbers":     benchText + "联系人138 1234 5678，身份证11010519491231002X",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				reading.Mask(text)
			}
		})
	}
}

// BenchmarkStream reports lines a second over the whole labelled corpus.
func BenchmarkStream(b *testing.B) {
	var in []byte
	for _, part := range []string{"samples", "work", "held"} {
		data, err := os.ReadFile("testdata/" + part + ".jsonl")
		if err != nil {
			b.Fatal(err)
		}
		in = append(in, data...)
	}
	lines := bytes.Count(in, []byte("\n"))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if err := reading.Stream(bytes.NewReader(in), io.Discard, now); err != nil {
			b.Fatal(err)
		}
		n += lines
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
}

// BenchmarkReadLength shows that the time per byte does not grow with the text.
func BenchmarkReadLength(b *testing.B) {
	for _, times := range []int{1, 100, 10000} {
		text := strings.Repeat(benchText, times)
		b.Run(fmt.Sprintf("%d bytes", len(text)), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				reading.Default().Read(text, now)
			}
		})
	}
}
