package bot_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/bot"
)

// The quick way to the ids must agree with encoding/json.
func FuzzUpdateIDs(f *testing.F) {
	f.Add([]byte(`[{"update_id":5,"message":{"text":"]}\"{[,"}},{"x":[{}],"update_id":-6}]`))
	f.Add([]byte(" [ \n{\t\"update_id\" : 7 } , {} ]\t"))
	f.Add([]byte(`[1,"\\",null,[],{},{"a":{"update_id":7}},{"update_id":"8"},{"update_id":1e3}]`))
	f.Add([]byte(`[]`))
	f.Add([]byte(`{"update_id":1}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, result []byte) {
		if !json.Valid(result) {
			return
		}
		got, ok := bot.UpdateIDs(result)
		want, list := slowIDs(result)
		if ok != list {
			t.Fatalf("cut is %v, encoding/json says %v", ok, list)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// slowIDs is what bot.UpdateIDs does, for objects without odd spellings.
func slowIDs(result []byte) (ids []int64, ok bool) {
	var list []json.RawMessage
	if json.Unmarshal(result, &list) != nil || list == nil {
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
