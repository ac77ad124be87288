// Package sandbox is a local Telegram: a strict Bot API over HTTP or in memory,
// the people on the other side of it, a clock that can be moved forward, a chat
// page for the browser and a demo city.
//
// The Bot API follows Bot API 10.1. It answers in Telegram's own words and is
// stricter than Telegram: parameters and nested fields that the specification
// does not know are refused, so that a typing error in a bot fails a test.
// spec.json holds the part of the specification that is checked; it is trimmed
// by internal/specgen from telegram-bot-api-spec (MIT, see LICENSE.spec).
//
// Two kinds of time exist. The Clock dates messages and can be moved. Everything
// that elapses (long polls, retry_after, the life of a callback query, rate
// windows) is real time, which a testing/synctest bubble fakes.
//
// A test in a bubble makes its Server inside the bubble, talks to it through
// Transport and calls Close before the bubble ends.
package sandbox
