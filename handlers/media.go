package handlers

import (
	"context"
	"slices"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// attachWithin is how long after a report a bare photo still belongs to it.
const attachWithin = 15 * time.Minute

// media takes photos and places: with a caption they are a report, without
// one they belong to the album, form or record at hand. They are never required.
func (sc *scene) media(ctx context.Context, d chat.Draft, f *form, pending bool) ([]chat.Reply, error) {
	if pending && sc.up.Album != "" && f.Album == sc.up.Album {
		f.Files = append(f.Files, sc.files()...)
		return sc.keep(ctx, d, f)
	}
	if joined, err := sc.joinAlbum(ctx); joined || err != nil {
		return nil, err
	}
	if sc.up.Text != "" {
		return sc.reading(ctx)
	}
	if pending {
		f.Files, f.Album = append(f.Files, sc.files()...), sc.up.Album
		return sc.keep(ctx, d, f)
	}
	last, ok, err := sc.lastOwn(ctx)
	if err != nil {
		return nil, err
	}
	fixed, found, err := sc.justFixed(ctx)
	if err != nil {
		return nil, err
	}
	if found && !(ok && last.Created.After(fixed.FixedAt)) {
		files := sc.files()
		for i := range files {
			files[i].After = true
		}
		return []chat.Reply{sc.send("media.attached_after", "Number", fixed.Number)}, sc.attach(ctx, fixed.Record, files)
	}
	if ok && sc.h.Now().Sub(last.Created) < attachWithin {
		return []chat.Reply{sc.send("media.attached", "Number", last.Number)}, sc.attach(ctx, last, sc.files())
	}
	return []chat.Reply{sc.send("media.alone")}, nil
}

// joinAlbum adds a further photo of an album to the records that its first
// photo made: albums come as separate messages and are acknowledged once.
func (sc *scene) joinAlbum(ctx context.Context) (bool, error) {
	if sc.up.Album == "" {
		return false, nil
	}
	numbers, err := sc.store.AlbumRecords(ctx, sc.up.Album)
	if err != nil {
		return false, err
	}
	for _, n := range numbers {
		before, err := sc.store.Attachments(ctx, n)
		if err != nil {
			return false, err
		}
		files := sc.files()
		for i := range files { // all of an album are from before, or all from after
			files[i].After = slices.ContainsFunc(before, func(a community.Attachment) bool { return a.Album == sc.up.Album && a.After })
		}
		if err := sc.attach(ctx, community.Record{Number: n}, files); err != nil {
			return false, err
		}
	}
	return len(numbers) > 0, nil
}

// lastOwn is the person's newest record.
func (sc *scene) lastOwn(ctx context.Context) (community.Record, bool, error) {
	own, err := sc.store.Records(ctx, community.Filter{Reporter: sc.who.ID, Limit: 2})
	if err != nil {
		return community.Record{}, false, err
	}
	for _, r := range own {
		if r.Withdrawn.IsZero() && r.Via != community.ViaPatrol {
			return r, true, nil
		}
	}
	return community.Record{}, false, nil
}

// files is the photo or place that came with the message.
func (sc *scene) files() []community.Attachment {
	a := community.Attachment{Message: sc.up.Message, Album: sc.up.Album}
	switch {
	case sc.up.Photo != "":
		a.File = sc.up.Photo
	case sc.up.Place != nil:
		a.Lat, a.Lon = sc.up.Place.Lat, sc.up.Place.Lon
	default:
		return nil
	}
	return []community.Attachment{a}
}

// attach ties files to a record.
func (sc *scene) attach(ctx context.Context, r community.Record, files []community.Attachment) error {
	for _, a := range files {
		a.Number = r.Number
		if err := sc.store.Attach(ctx, a); err != nil {
			return err
		}
	}
	return nil
}
