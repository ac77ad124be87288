package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/go-telegram/bot/models"

	"gridmate/chat"
)

// TakeRich lets the sender send tables as Telegram's rich messages (Bot API
// 10.1), for people whose clients show them. What Telegram refuses is sent as
// the text that says the same. Call it before Run.
func (s *Sender) TakeRich(on bool) { s.rich.Store(on) }

// classRich is a rich message that was refused: it did not arrive.
const classRich class = "rich_refused"

// asRich reports whether an item is to be tried as a rich message.
func (s *Sender) asRich(it *item) bool {
	t := it.out.Reply.Table
	return t != nil && s.rich.Load() && !it.progress.plain && it.progress.part == 0 &&
		it.out.Reply.File == nil && strings.Contains(it.out.Reply.Text, t.Instead)
}

// sendRich sends a reply with its table. It is one message, however long the
// text would be.
func (s *Sender) sendRich(ctx context.Context, it *item) (int, error) {
	reply, p := &it.out.Reply, it.progress
	markup, err := keyboard(reply.Keyboard)
	if err != nil {
		return 0, err
	}
	params := struct {
		Chat   int64                   `json:"chat_id"`
		Thread int                     `json:"message_thread_id,omitempty"`
		Rich   richMessage             `json:"rich_message"`
		Silent bool                    `json:"disable_notification,omitempty"`
		Reply  *models.ReplyParameters `json:"reply_parameters,omitempty"`
		Markup models.ReplyMarkup      `json:"reply_markup,omitempty"`
	}{reply.Chat, p.thread(reply), richMessage{richHTML(reply.Text, reply.Table)}, reply.Silent, p.replyTo(reply), markup}
	result, err := s.client.call(ctx, "sendRichMessage", params, maxAnswer)
	if refusedRich(err) {
		p.plain = true
		var api *apiError
		if errors.As(err, &api) && classify(err) == classAddress {
			s.rich.Store(false) // a server that does not know them
		}
		return 0, &refused{classRich, "the rich message was refused"}
	}
	if err != nil {
		return 0, err
	}
	p.part = len(p.parts) - 1
	return messageID(result)
}

type richMessage struct {
	HTML string `json:"html"`
}

// refusedRich reports whether Telegram refused a message for what it holds:
// a plain one may do.
func refusedRich(err error) bool {
	if err == nil {
		return false
	}
	switch classify(err) {
	case classRefused, classAddress, classEntities, classEmpty, classTooLong, classFile, classLarge:
		return true
	}
	return false
}

// richHTML is a text as paragraphs with the table in its place.
func richHTML(text string, t *chat.Table) string {
	before, after, _ := strings.Cut(tidy(text), t.Instead)
	var b strings.Builder
	paragraphs(&b, before)
	b.WriteString("<table><tr>")
	for _, h := range t.Head {
		b.WriteString("<th>" + escape.Replace(h) + "</th>")
	}
	b.WriteString("</tr>")
	for _, row := range t.Rows {
		b.WriteString("<tr>")
		for _, c := range row {
			b.WriteString("<td>" + escape.Replace(c) + "</td>")
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table>")
	paragraphs(&b, after)
	return b.String()
}

func paragraphs(b *strings.Builder, text string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString("<p>" + escape.Replace(line) + "</p>")
		}
	}
}
