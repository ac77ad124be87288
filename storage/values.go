package storage

import (
	"time"

	"gridmate/community"
)

// millis is a time as it is stored; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func timeOf(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// ref is a key that may be missing: 0 is stored as NULL.
func ref[T ~int64](id T) *int64 {
	if id == 0 {
		return nil
	}
	n := int64(id)
	return &n
}

func deref[T ~int64](id *int64) T {
	if id == nil {
		return 0
	}
	return T(*id)
}

// count and counted carry a number that may be "not stated".
func count(n *int) *int64 {
	if n == nil {
		return nil
	}
	v := int64(*n)
	return &v
}

func counted(n *int64) *int {
	if n == nil {
		return nil
	}
	v := int(*n)
	return &v
}

// unknown is the refusal for what is not there.
func unknown(key string, args ...any) error {
	return community.Refuse(community.NotFound, key, args...)
}
