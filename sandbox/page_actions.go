package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

const (
	maxAction = 64 << 10  // a text and its numbers
	maxFiles  = 101 << 20 // ten pictures of 10 MB, or two large files
	answerIn  = 15 * time.Second
)

// request is what the page asks for; each action uses its part.
type request struct {
	User    int64  `json:"user"`
	Chat    int64  `json:"chat"`
	Message int    `json:"message"`
	Text    string `json:"text"`
	Data    string `json:"data"`
	Reply   int    `json:"reply"`
	ID      string `json:"id"`
	To      string `json:"to"`
	Lat     float64
	Lon     float64
}

// action decodes a request, runs it and answers with its result, or with the
// reason in Chinese.
func action(run func(context.Context, request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in request
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAction)).Decode(&in); err != nil {
			refuse(w, "请求不完整或过大")
			return
		}
		out, err := run(r.Context(), in)
		if err != nil {
			refuse(w, explain(err))
			return
		}
		reply(w, out)
	}
}

func refuse(w http.ResponseWriter, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnprocessableEntity)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": why})
}

// explain says in Chinese what went wrong.
func explain(err error) string {
	var refused *apiError
	switch {
	case errors.Is(err, errEmpty):
		return "没有内容可发送"
	case errors.Is(err, errNotMember), errors.Is(err, errNoChat):
		return "此人不在这个聊天里"
	case errors.Is(err, errNoMessage):
		return "这条消息已不存在"
	case errors.Is(err, errNotOwn):
		return "只能编辑自己的消息"
	case errors.Is(err, errBlocked):
		return "此人已停用机器人"
	case errors.Is(err, context.DeadlineExceeded):
		return "机器人没有回应，请稍后再试"
	case errors.Is(err, errBackwards):
		return "时钟只能往前拨"
	case errors.As(err, &refused) && refused.text == "Bad Request: IMAGE_PROCESS_FAILED":
		return "图片无法识别，请用 JPG 或 PNG"
	case errors.As(err, &refused):
		return refused.text
	}
	return "操作失败，请重试"
}

func (p *page) user(id int64) (*User, error) {
	u, ok := p.server.User(id)
	if !ok {
		return nil, errNoChat
	}
	return u, nil
}

func (p *page) send(_ context.Context, in request) (any, error) {
	u, err := p.user(in.User)
	if err != nil {
		return nil, err
	}
	var to *Message
	if in.Reply != 0 {
		to, _ = p.server.Message(in.Chat, in.Reply)
	}
	m, err := u.write(in.Chat, in.Text, to)
	if err != nil {
		return nil, err
	}
	return p.server.show(m), nil
}

func (p *page) edit(_ context.Context, in request) (any, error) {
	u, err := p.user(in.User)
	if err != nil {
		return nil, err
	}
	m, ok := p.server.Message(in.Chat, in.Message)
	if !ok {
		return nil, errNoMessage
	}
	if m, err = u.Edit(m, in.Text); err != nil {
		return nil, err
	}
	return p.server.show(m), nil
}

// press answers with what the bot says to the press.
func (p *page) press(ctx context.Context, in request) (any, error) {
	u, err := p.user(in.User)
	if err != nil {
		return nil, err
	}
	press, err := u.PressData(in.Chat, in.Message, in.Data)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, answerIn)
	defer cancel()
	answer, err := press.Wait(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]any{"text": answer.Text, "alert": answer.Alert}, nil
}

func (p *page) location(_ context.Context, in request) (any, error) {
	u, err := p.user(in.User)
	if err != nil {
		return nil, err
	}
	m, err := u.SendLocation(in.Chat, in.Lat, in.Lon)
	if err != nil {
		return nil, err
	}
	return p.server.show(m), nil
}

// query tries the inline mode.
func (p *page) query(ctx context.Context, in request) (any, error) {
	u, err := p.user(in.User)
	if err != nil {
		return nil, err
	}
	where := "sender"
	if in.Chat != in.User {
		where = "group"
	}
	ctx, cancel := context.WithTimeout(ctx, answerIn)
	defer cancel()
	results, err := u.InlineQuery(in.Text, where).Wait(ctx)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inline[in.User] = results
	return map[string]any{"results": results}, nil
}

// choose posts one of the results that the person was shown last.
func (p *page) choose(_ context.Context, in request) (any, error) {
	u, err := p.user(in.User)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	results := p.inline[in.User]
	p.mu.Unlock()
	for _, r := range results {
		if r.ID == in.ID {
			m, err := u.Choose(in.Chat, r)
			if err != nil {
				return nil, err
			}
			return p.server.show(m), nil
		}
	}
	return nil, errNoMessage
}

// serveFiles takes an upload of one to ten pictures and other files with a
// caption, which goes with the pictures if there are any.
func (p *page) serveFiles(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFiles)
	photos, documents, fields, err := readFiles(r)
	if err != nil {
		refuse(w, "文件过大或上传不完整")
		return
	}
	user, _ := strconv.ParseInt(fields["user"], 10, 64)
	chat, _ := strconv.ParseInt(fields["chat"], 10, 64)
	caption := fields["caption"]
	u, err := p.user(user)
	if err == nil && len(photos) > 0 {
		_, err = u.SendPhotos(chat, caption, photos...)
		caption = ""
	}
	for _, d := range documents {
		if err == nil {
			_, err = u.SendDocument(chat, caption, d.Name, d.Data)
			caption = ""
		}
	}
	if err != nil {
		refuse(w, explain(err))
		return
	}
	reply(w, map[string]int{"sent": len(photos) + len(documents)})
}

func readFiles(r *http.Request) (photos, documents []Photo, fields map[string]string, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, nil, err
	}
	fields = map[string]string{}
	for len(photos)+len(documents) <= 10 {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF) && len(photos)+len(documents) == 0:
			return nil, nil, nil, errEmpty
		case errors.Is(err, io.EOF):
			return photos, documents, fields, nil
		case err != nil:
			return nil, nil, nil, err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, nil, nil, err
		}
		switch {
		case part.FileName() == "":
			fields[part.FormName()] = string(data)
		case part.FormName() == "document":
			documents = append(documents, Photo{part.FileName(), data})
		default:
			photos = append(photos, Photo{part.FileName(), data})
		}
	}
	return nil, nil, nil, errEmpty
}
