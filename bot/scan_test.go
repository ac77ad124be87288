package bot_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/bot"
)

// The quick way to the ids must agree with encoding/json.
func FuzzUpdateIDs(f *testing.F) {
	f.Add([]byte(`{"ok":true,"result":[{"update_id":5,"message":{"text":"]}\"{[,"}},{"x":[{}],"update_id":-6}]}`))
	f.Add([]byte(" {\n\"result\" : [ ] , \"ok\" : true }\t"))
	f.Add([]byte(`{"ok":true,"result":[1,"\\",null,[],{},{"a":{"update_id":7}}]}`))
	f.Add([]byte(`{"ok":false,"error_code":409}`))
	f.Add([]byte(`[]`))
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"ok":true,"result":{"update_id":1}}`))
	f.Add(fullAnswer())
	f.Fuzz(func(t *testing.T, answer []byte) {
		got, ok := bot.UpdateIDs(answer)
		want, valid := slowIDs(answer)
		if ok != valid {
			t.Fatalf("cut is %v, encoding/json says %v", ok, valid)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// slowIDs is what bot.UpdateIDs does, for answers without odd spellings.
func slowIDs(answer []byte) (ids []int64, ok bool) {
	var envelope map[string]json.RawMessage
	var list []json.RawMessage
	if json.Unmarshal(answer, &envelope) != nil || string(envelope["ok"]) != "true" {
		return nil, false
	}
	if r := envelope["result"]; len(r) == 0 || r[0] != '[' || json.Unmarshal(r, &list) != nil {
		return nil, false
	}
	for _, e := range list {
		var u map[string]json.RawMessage
		var id int64
		if json.Unmarshal(e, &u) == nil && u["update_id"] != nil && string(u["update_id"]) != "null" && json.Unmarshal(u["update_id"], &id) == nil {
			ids = append(ids, id)
		}
	}
	return ids, true
}
