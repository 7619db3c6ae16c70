-- Looking for the end of a stretch of journal, the index alone tells that later segments are too late.
DROP INDEX journal_segments_by_end;
CREATE INDEX journal_segments_by_end ON journal_segments (last_position, first_at);
