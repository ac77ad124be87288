package bot_test

import (
	"fmt"
	"testing"
	"time"

	"gridmate/chat"
)

// threads lists the topics that calls name, 0 for none.
func threads(calls []call) (list []string) {
	for _, c := range calls {
		list = append(list, fmt.Sprint(c.method, " ", c.params["message_thread_id"]))
	}
	return list
}

func TestATextAFileAndATableGoToTheirTopic(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		text := message(-7, "日报")
		file := withFile(-7, "台账", p.outbox.file([]byte("x")))
		text.Topic, file.Topic = 5, 5
		p.say(text, file, message(-7, "大家好"))
		after(time.Minute)
		equal(t, []string{"sendMessage 5", "sendDocument 5", "sendMessage <nil>"}, threads(p.api.of(-7)))
	})
}

func TestWhatWasForATopicThatIsGoneOrClosedGoesToTheGeneralOne(t *testing.T) {
	t.Parallel()
	for _, refused := range []string{"Bad Request: message thread not found", "Bad Request: TOPIC_CLOSED"} {
		t.Run(refused, func(t *testing.T) {
			t.Parallel()
			inBubble(t, noLimit, func(t *testing.T, p *post) {
				p.api.script = func(c call) *reply {
					if c.params["message_thread_id"] != nil {
						return refusal(400, refused)
					}
					return nil
				}
				digest := chat.Reply{Verb: chat.Send, Chat: -7, Topic: 5, Text: "日报", Once: true}
				p.say(digest)
				after(time.Minute)
				equal(t, []string{"sendMessage 5", "sendMessage <nil>"}, threads(p.api.of(-7)))
				equal(t, []string{"sent"}, p.outbox.states())
			})
		})
	}
}

func TestAGroupWhoseGeneralTopicIsClosedHoldsNothingUp(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		p.api.script = func(c call) *reply {
			if c.text == "日报" {
				return refusal(400, "Bad Request: TOPIC_CLOSED")
			}
			return nil
		}
		p.say(chat.Reply{Verb: chat.Send, Chat: -7, Topic: 5, Text: "日报"}, message(-7, "后面"))
		after(time.Minute)
		equal(t, []string{"failed", "sent"}, p.outbox.states())
	})
}
