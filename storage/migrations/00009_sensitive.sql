-- +goose Up

-- 1 for what no group may read about. It is kept beside the text, which is
-- forgotten after a while.
ALTER TABLE record ADD COLUMN sensitive INTEGER NOT NULL DEFAULT 0;

UPDATE record SET sensitive = 1 WHERE text LIKE '%家暴%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%家庭暴力%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%虐待%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%遗弃%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%性侵%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%猥亵%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%强奸%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%未成年%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%自杀%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%轻生%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%精神障碍%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%精神病%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%精神疾病%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%肇事肇祸%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%社区矫正%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%矫正对象%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%刑满%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%刑释%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%吸毒%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%戒毒%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%涉毒%';
UPDATE record SET sensitive = 1 WHERE text LIKE '%艾滋%';
