-- +goose Up
CREATE TABLE a (b int);
ALTER TABLE a DROP COLUMN c;
-- +goose Down
DROP TABLE a;
