package main

import (
	"context"

	"gridmate/bot"
	"gridmate/locale"
)

// menu lists the commands that the chat offers beside the input, the most
// used first. The words of all others work as well.
func menu(p locale.Printer) []bot.Command {
	var list []bot.Command
	for _, name := range []string{"patrol", "dispute", "event", "issue", "my", "guide", "digest", "ledger", "help", "cancel"} {
		list = append(list, bot.Command{Name: name, Description: p.Text("menu." + name)})
	}
	return list
}

// offerMenu puts the menu into the chat, in Chinese for everybody but those
// whose Telegram speaks English. Without it the bot works all the same.
func (a *assistant) offerMenu(ctx context.Context) {
	for language, spoken := range map[string]string{"": locale.Chinese, "en": locale.English} {
		if err := a.client.SetCommands(ctx, language, menu(a.texts.For(spoken))); err != nil && ctx.Err() == nil {
			a.log.Warn("the command menu could not be set", "error", err)
		}
	}
}
