package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/go-telegram/bot/models"

	"gridmate/chat"
)

// maxCaption is how long the text at a file may be, in UTF-16 units after its
// tags are taken out.
const maxCaption = 1024

// fileTimeout is how long a call with a file may take, over a slow line.
const fileTimeout = 5 * time.Minute

// captioned makes the parts of a reply with a file: the last one goes with the
// file. A text that is too long for a caption goes before it.
func captioned(text string) ([]string, error) {
	if blank(tidy(text)) {
		return []string{""}, nil
	}
	parts, err := Render(text)
	if err == nil && (len(parts) > 1 || length(text) > maxCaption) {
		parts = append(parts, "")
	}
	return parts, err
}

// length is a text's length in UTF-16 units, without marks.
func length(text string) (units int) {
	for _, r := range chat.Plain(text) {
		units += utf16Len(r)
	}
	return units
}

// sendFile sends the message that carries a reply's file: its bytes the first
// time, Telegram's id of them after that.
func (s *Sender) sendFile(ctx context.Context, it *item, markup models.ReplyMarkup) (int, error) {
	reply, p := &it.out.Reply, it.progress
	content, remote, found, err := s.outbox.File(ctx, reply.File.ID)
	switch {
	case err != nil:
		return 0, errOutbox
	case !found, remote == "" && len(content) == 0:
		return 0, &refused{classLost, "the file is not kept any more"}
	case len(content) > chat.MaxUpload:
		return 0, &refused{classLarge, "the file is larger than Telegram takes"}
	}
	method, field := "sendDocument", "document"
	if reply.File.Photo {
		method, field = "sendPhoto", "photo"
	}
	params := map[string]any{"chat_id": reply.Chat}
	if caption := p.parts[p.part]; caption != "" {
		params["caption"], params["parse_mode"] = caption, models.ParseModeHTML
	}
	if reply.Silent {
		params["disable_notification"] = true
	}
	if thread := p.thread(reply); thread != 0 {
		params["message_thread_id"] = thread
	}
	if to := p.replyTo(reply); to != nil {
		params["reply_parameters"] = to
	}
	if markup != nil {
		params["reply_markup"] = markup
	}
	var result []byte
	if remote != "" {
		params[field] = remote
		result, err = s.client.call(ctx, method, params, maxAnswer)
	} else {
		result, err = s.client.upload(ctx, method, params, attachment{field, reply.File.Name, content})
	}
	if err != nil {
		return 0, err
	}
	p.remote = remoteID(result)
	return messageID(result)
}

// remoteID finds the id that Telegram gave the file of a message, "" if there
// is none.
func remoteID(message []byte) string {
	var m struct {
		Photo    []models.PhotoSize `json:"photo"`
		Document json.RawMessage    `json:"document"`
	}
	if json.Unmarshal(message, &m) != nil {
		return ""
	}
	if len(m.Photo) > 0 {
		return largest(m.Photo)
	}
	if d := document(m.Document); d != nil {
		return d.ID
	}
	return ""
}

// messageID reads the id of a message that was sent.
func messageID(message []byte) (int, error) {
	digits, _ := member(message, "message_id")
	id, err := strconv.Atoi(string(digits))
	if err != nil {
		return 0, errAccepted
	}
	return id, nil
}

// attachment is a file in a form.
type attachment struct {
	field, name string
	content     []byte
}

// upload makes a call with a file.
func (c *Client) upload(ctx context.Context, method string, params map[string]any, a attachment) ([]byte, error) {
	var head bytes.Buffer
	form := multipart.NewWriter(&head)
	if err := writeFields(form, params); err != nil {
		return nil, fmt.Errorf("%w: encode the parameters of %s: %w", errUnsent, method, err)
	}
	if _, err := form.CreateFormFile(a.field, a.name); err != nil {
		return nil, fmt.Errorf("%w: encode the file of %s: %w", errUnsent, method, err)
	}
	start := bytes.Clone(head.Bytes())
	head.Reset()
	if err := form.Close(); err != nil {
		return nil, fmt.Errorf("%w: encode the file of %s: %w", errUnsent, method, err)
	}
	end := head.Bytes()
	body := func() io.Reader {
		return io.MultiReader(bytes.NewReader(start), bytes.NewReader(a.content), bytes.NewReader(end))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.method+method, body())
	if err != nil {
		return nil, fmt.Errorf("%w: make the request for %s", errUnsent, method)
	}
	req.ContentLength = int64(len(start) + len(a.content) + len(end))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(body()), nil }
	req.Header.Set("Content-Type", form.FormDataContentType())
	status, answer, err := c.do(req, method, maxAnswer)
	if err != nil {
		return nil, err
	}
	return resultOf(status, answer)
}

// writeFields writes parameters into a form: texts as they are, the rest as JSON.
func writeFields(form *multipart.Writer, params map[string]any) error {
	for name, value := range params {
		text := ""
		switch v := value.(type) {
		case string:
			text = v
		case models.ParseMode:
			text = string(v)
		default:
			data, err := json.Marshal(v)
			if err != nil {
				return err
			}
			text = string(data)
		}
		if err := form.WriteField(name, text); err != nil {
			return err
		}
	}
	return nil
}
