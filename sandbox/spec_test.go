package sandbox_test

import (
	"encoding/json"
	"os"
	"testing"

	"gridmate/sandbox"
)

func TestEveryMethodOfTheSpecificationIsAnswered(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("spec.json")
	if err != nil {
		t.Fatal(err)
	}
	var spec struct{ Methods map[string]any }
	if err := json.Unmarshal(raw, &spec); err != nil || len(spec.Methods) < 30 {
		t.Fatalf("%d methods, %v", len(spec.Methods), err)
	}
	f := newFixture(t, sandbox.Options{})
	for method := range spec.Methods {
		if method == "logOut" {
			continue // nothing is answered after it
		}
		if a := f.call(t, method, object{}); a.Code == 404 || a.Code >= 500 {
			t.Errorf("%s: %+v", method, a)
		}
		if a := f.call(t, method, object{"no_such_parameter": 1}); a.Code != 400 {
			t.Errorf("%s with an unknown parameter: %+v", method, a)
		}
	}
}
