/** Format 2: a run may be one of a cross-validation. */
export const crossValidation = `
ALTER TABLE runs ADD COLUMN cross_validation TEXT;
CREATE INDEX runs_by_cross_validation ON runs (cross_validation) WHERE cross_validation IS NOT NULL;
`
