package bot_test

import (
	"strings"
	"testing"
	"time"

	"gridmate/bot"
	"gridmate/chat"
)

// withTable is a digest whose middle may be shown as a table.
func withTable(to int64) chat.Reply {
	return chat.Reply{
		Verb: chat.Send, Chat: to, Text: chat.Bold("周报") + " <3>\n滨河 巡查 5\n城南 巡查 2\n补报 1", Once: true,
		Keyboard: chat.Keyboard{chat.Row(chat.Button{Label: "台账", Data: "x"})},
		Table: &chat.Table{
			Instead: "滨河 巡查 5\n城南 巡查 2", Head: []string{"单位", "巡查"}, Rows: [][]string{{"滨河", "5"}, {"城南 & 北", ""}},
		},
	}
}

const tableHTML = "<p><b>周报</b> &lt;3&gt;</p><table><tr><th>单位</th><th>巡查</th></tr>" +
	"<tr><td>滨河</td><td>5</td></tr><tr><td>城南 &amp; 北</td><td></td></tr></table><p>补报 1</p>"

func TestTablesAreSentAsRichMessages(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		p.TakeRich(true)
		p.say(withTable(1), message(1, "后面"))
		after(time.Second)
		equal(t, []string{"sendRichMessage", "sendMessage"}, methods(p.api.of(1)))
		equal(t, tableHTML, p.api.log("sendRichMessage")[0].params["rich_message"].(map[string]any)["html"].(string))
		equal(t, []string{"sent", "sent"}, p.outbox.states())
	})
}

func TestWhereRichMessagesAreNotTakenTheTextIsSent(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		answer *reply
		want   []string // the calls for two digests
	}{
		"a server that does not know them": {refusal(404, "Not Found: method not found"), []string{"sendRichMessage", "sendMessage", "sendMessage"}},
		"a message that is refused":        {refusal(400, "Bad Request: can't parse rich message"), []string{"sendRichMessage", "sendMessage", "sendRichMessage", "sendMessage"}},
		"a setting":                        {nil, []string{"sendMessage", "sendMessage"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, noLimit, func(t *testing.T, p *post) {
				p.TakeRich(row.answer != nil)
				p.api.script = func(c call) *reply {
					if c.method == "sendRichMessage" {
						return row.answer
					}
					return nil
				}
				p.say(withTable(1))
				after(time.Second)
				p.say(withTable(1))
				after(time.Second)
				equal(t, row.want, methods(p.api.of(1)))
				equal(t, []string{"sent", "sent"}, p.outbox.states())
				if text := p.api.log("sendMessage")[0].text; !strings.Contains(text, "滨河 巡查 5\n城南 巡查 2") {
					t.Errorf("text %q", text)
				}
			})
		})
	}
}

func TestARichDigestThatMayHaveArrivedIsNotRepeated(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.Pace{}, func(t *testing.T, p *post) {
		p.TakeRich(true)
		p.api.script = func(call) *reply { return &reply{status: 502, body: "<html>bad gateway</html>"} }
		p.say(withTable(1))
		after(time.Minute)
		equal(t, []string{"sendRichMessage"}, methods(p.api.of(1)))
		equal(t, []string{"unsure"}, p.outbox.states())
	})
}
