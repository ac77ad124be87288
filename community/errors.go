package community

import "errors"

// Code is the class of a refusal.
type Code string

// The classes that callers tell apart.
const (
	Invalid  Code = "invalid"   // what was given breaks a rule
	Denied   Code = "denied"    // the person has no right to do it
	NotFound Code = "not_found" // there is no such thing
	Conflict Code = "conflict"  // it is no longer in the state that this needs
)

// Error is a refusal that a person can do something about. Key names the
// message in the catalogues (error.<Key>), Args fill its places. Every other
// error is internal and is never shown.
type Error struct {
	Code Code
	Key  string
	Args map[string]any
}

// Refuse makes an Error; args are pairs of name and value.
func Refuse(code Code, key string, args ...any) *Error {
	e := &Error{Code: code, Key: key}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = map[string]any{}
		}
		e.Args[args[i].(string)] = args[i+1]
	}
	return e
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Key }

// Refusal is the Error inside err, if there is one.
func Refusal(err error) (*Error, bool) {
	e, ok := errors.AsType[*Error](err)
	return e, ok
}

// Is reports whether err is a refusal of this class, so that errors.Is works
// with a code: errors.Is(err, community.NotFound).
func (e *Error) Is(target error) bool {
	c, ok := target.(Code)
	return ok && c == e.Code
}

func (c Code) Error() string { return string(c) }
