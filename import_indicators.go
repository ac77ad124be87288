package main

import (
	"context"
	"fmt"
	"strings"

	"gridmate/assess"
	"gridmate/community"
	"gridmate/locale"
	"gridmate/storage"
	"gridmate/tables"
)

type importIndicators struct {
	File    string `arg:"" optional:"" help:"CSV (UTF-8) or XLSX file; without one the three-line sample named 示例."`
	Replace bool   `help:"Indicators that the file does not name are no longer in force; their scores stay."`
}

// sampleName is what the sample is called where it is not a file.
const sampleName = "示例"

// indicatorColumns are the columns of a file of indicators, by the names that
// such files have.
var indicatorColumns = map[string][]string{
	"type": {"类型", "四型", "四型类别"}, "item": {"项", "项目", "指标项"}, "clause": {"条", "条款", "指标"},
	"text": {"内容", "指标内容", "评价标准", "考核标准"}, "max_score": {"满分", "分值", "标准分"}, "evidence": {"佐证", "佐证规则"},
}

// Run takes in the indicators of an assessment. All rows are taken or none.
func (i importIndicators) Run(ctx context.Context, c *console) error {
	table, file, err := i.read()
	if err == nil {
		for name, words := range indicatorColumns {
			table.Call(name, words...)
		}
		err = table.Need("type", "item", "clause", "text", "max_score")
	}
	if err != nil {
		return fmt.Errorf("nothing was imported: %s: %w", file, err)
	}
	plan, err := planIndicators(file, table)
	if err != nil {
		return err
	}
	return c.importing(ctx, "indicators", func(ctx context.Context, tx *storage.Tx) (storage.Counts, error) {
		return tx.SaveIndicators(ctx, plan, i.Replace)
	})
}

func (i importIndicators) read() (table tables.Table, file string, err error) {
	if i.File == "" {
		table, err = tables.Parse(assess.Sample())
		return table, sampleName, err
	}
	table, err = tables.Read(i.File)
	return table, i.File, err
}

func planIndicators(file string, table tables.Table) ([]community.Indicator, error) {
	texts, err := locale.Load()
	if err != nil {
		return nil, err
	}
	var rows []community.IndicatorRow
	for _, r := range table.Rows {
		rows = append(rows, community.IndicatorRow{
			Line: r.Line, Type: r.Get("type"), Item: hide(r.Get("item")), Clause: hide(r.Get("clause")), Text: hide(r.Get("text")),
			Max: r.Get("max_score"), Evidence: r.Get("evidence"),
		})
	}
	plan, bad := community.PlanIndicators(rows, categoryCalled(texts.For(locale.Chinese)))
	if len(bad) > 0 {
		return nil, badRows(file, bad)
	}
	return plan, nil
}

// categoryCalled finds categories by their codes or what they are called.
func categoryCalled(p locale.Printer) func(community.Kind, string) (community.Category, bool) {
	return func(k community.Kind, word string) (community.Category, bool) {
		if c, ok := community.CategoryByCode(k, word); ok {
			return c, true
		}
		list := string(k)
		if k == community.KindIssue {
			list = string(community.KindPatrol) // they share their words
		}
		for _, c := range community.Categories(k) {
			if strings.EqualFold(p.Text(list+"_category."+string(c)), word) {
				return c, true
			}
		}
		return "", false
	}
}
