// Package bot is the edge to Telegram: it takes updates in, decodes them into
// the language of package chat, and sends what the rest of the program says.
// Nothing else in the program knows Telegram's wire.
//
// Updates come in through a Poller or a Webhook, which commit them raw to an
// Inbox before Telegram may forget them; Decode gives them a meaning later.
// Replies leave through a Sender, which reads an Outbox, keeps the order within
// each chat and the pace that Telegram asks for, and reports each reply's fate.
package bot
