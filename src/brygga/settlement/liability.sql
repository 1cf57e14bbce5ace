-- Payment liability: one text for every engine, written in DuckDB's dialect (sqlglot turns it into Spark's).
--
-- Reads  `stays`   one row per validated stay; its columns are those of stays.COLUMNS, times on the wall clock
--        `months`  (month, first_day, last_day, kronor): the months asked for, with the daily rate of their year
-- Gives  `lines`   per municipality and month    `stay_results`   per stay and month
--        (the caller ends the text with a SELECT from one of the two)
-- A month is the whole number year * 12 + month - 1. Everything is whole numbers: nothing is rounded on the way.
-- Every $name is a parameter of the agreement or a bound of the months asked for (see terms.Terms.bound).

WITH dated AS (
    -- The conditions for liability (2017:612 5:3, 5:5) in the order of the contract: `failed` is the number of the
    -- first that fails (results.CONDITIONS gives their names in this order), 0 when all are met.
    SELECT
        stay_id,
        municipality,
        ready_at,
        CAST(ready_at AS DATE) AS ready_on,
        CAST(discharged_at AS DATE) AS discharged_on,
        CAST(CASE
            -- 5:3 first paragraph 1, with 2:1-3: the municipality was told of the admission (no_admission_notice)
            WHEN admission_notice_at IS NULL
                THEN 1
            -- ... and in time, exactly the limit included (late_admission_notice)
            WHEN DATEDIFF('microsecond', COALESCE(need_assessed_at, admitted_at), admission_notice_at)
                > $admission_notice_us
                THEN 2
            -- 5:3 first paragraph 2, with 3:1: the discharge-ready notice was sent (no_ready_notice)
            WHEN ready_at IS NULL
                THEN 3
            -- 5:3 second paragraph, with 4:3: the call to the coordinated planning was sent (no_sip_call)
            WHEN sip_required AND sip_called_at IS NULL
                THEN 4
            -- ... and in time, counted in dates (late_sip_call)
            WHEN sip_required AND CAST(sip_called_at AS DATE) > CAST(ready_at AS DATE) + $sip_call_days
                THEN 5
            -- 5:5: the region's outpatient interventions are planned, available and clear (outpatient_unavailable)
            WHEN NOT outpatient_available
                THEN 6
            ELSE 0
        END AS TINYINT) AS failed
    FROM stays
),

-- Model `mean`, by agreement under 4:5 (Västra Götaland, annex C on admission and discharge, section 5.2).
-- Only discharged stays; one beyond the limit of days leaves the mean and is charged on its own.
discharged AS (
    SELECT
        stay_id,
        municipality,
        YEAR(discharged_on) * 12 + MONTH(discharged_on) - 1 AS month,
        CAST(DATEDIFF('day', ready_on, discharged_on) + $discharge_day AS INT) AS days,
        failed
    FROM dated
    WHERE $model = 'mean' AND discharged_on BETWEEN $first_day AND $last_day
),

by_mean AS (
    SELECT
        stay_id,
        municipality,
        month,
        failed,
        failed = 0 AND days > $individual_after_days AS alone,
        days,
        CASE WHEN failed = 0 AND days > $individual_after_days THEN days - $individual_free_days ELSE 0 END AS charged_days
    FROM discharged
),

-- Model `individual`, the statute (5:4): liability starts a number of days after the ready notice, later when
-- the notice was sent after the hour. The last chargeable day is the day before discharge, or the last day asked for.
liable AS (
    SELECT
        stay_id,
        municipality,
        failed,
        ready_on,
        discharged_on,
        ready_on + CASE
            WHEN DATEDIFF('microsecond', CAST(ready_on AS TIMESTAMP), ready_at) > $late_after_us
                THEN $first_chargeable_days_late
            ELSE $first_chargeable_days
        END AS first_chargeable,
        COALESCE(discharged_on - 1 + $discharge_day, $last_day) AS last_chargeable
    FROM dated
    WHERE $model = 'individual' AND (discharged_on IS NOT NULL OR failed = 0)
),

-- A stay is counted in every month from that of its first chargeable day to that of its discharge (or the last asked
-- for); excluded or without a chargeable day, in its month of discharge; with neither, nowhere.
spread AS (
    SELECT
        *,
        CASE
            WHEN failed = 0 AND first_chargeable <= last_chargeable
                THEN GREATEST(YEAR(first_chargeable) * 12 + MONTH(first_chargeable) - 1, $first_month)
            ELSE YEAR(discharged_on) * 12 + MONTH(discharged_on) - 1
        END AS from_month,
        CASE
            WHEN discharged_on <= $last_day THEN YEAR(discharged_on) * 12 + MONTH(discharged_on) - 1
            ELSE $last_month
        END AS to_month
    FROM liable
),

-- How many months a stay is counted in, as steps from its first: a join on equal numbers costs least on every engine.
steps AS (
    SELECT last.month - $first_month AS span, each.month - $first_month AS step
    FROM months AS last
    INNER JOIN months AS each ON each.month <= last.month
),

by_month AS (
    SELECT spread.*, from_month + step AS month
    FROM spread
    INNER JOIN steps ON span = to_month - from_month
),

by_individual AS (
    SELECT
        stay_id,
        municipality,
        by_month.month,
        failed,
        TRUE AS alone,
        CAST(DATEDIFF('day', ready_on, discharged_on) + $discharge_day AS INT) AS days,
        CASE
            WHEN failed = 0
                THEN CAST(GREATEST(
                    0,
                    DATEDIFF('day', GREATEST(first_chargeable, first_day), LEAST(last_chargeable, last_day)) + 1
                ) AS INT)
            ELSE 0
        END AS charged_days
    FROM by_month
    INNER JOIN months ON months.month = by_month.month
),

counted AS (
    SELECT * FROM by_mean
    UNION ALL
    SELECT * FROM by_individual
),

-- Each stay's own charge, at the rate of the month's year (5:6). What the mean costs belongs to the line alone.
stay_results AS (
    SELECT
        stay_id,
        municipality,
        counted.month,
        alone,
        days,
        charged_days,
        charged_days * kronor AS amount,
        failed
    FROM counted
    INNER JOIN months ON months.month = counted.month
),

summed AS (
    SELECT
        municipality,
        month,
        COUNT(*) AS stays,
        COUNT(*) FILTER (WHERE failed = 0 AND NOT alone) AS in_mean,
        COALESCE(SUM(days) FILTER (WHERE failed = 0 AND NOT alone), 0) AS sum_days,
        COUNT(*) FILTER (WHERE charged_days > 0) AS individual_stays,
        COALESCE(SUM(charged_days) FILTER (WHERE charged_days > 0), 0) AS individual_days,
        COUNT(*) FILTER (WHERE failed = 1) AS no_admission_notice,
        COUNT(*) FILTER (WHERE failed = 2) AS late_admission_notice,
        COUNT(*) FILTER (WHERE failed = 3) AS no_ready_notice,
        COUNT(*) FILTER (WHERE failed = 4) AS no_sip_call,
        COUNT(*) FILTER (WHERE failed = 5) AS late_sip_call,
        COUNT(*) FILTER (WHERE failed = 6) AS outpatient_unavailable
    FROM counted
    GROUP BY municipality, month
),

-- The mean is never divided out: S / n > limit is S - limit * n > 0, here in parts of a day (limit_scale to the day).
exceeded AS (
    SELECT
        *,
        GREATEST(0, sum_days * $limit_scale - in_mean * $limit_parts) AS excess_parts
    FROM summed
),

lines AS (
    SELECT
        municipality,
        exceeded.month,
        stays,
        in_mean,
        sum_days,
        excess_parts,
        -- half a krona up, which can only happen when the limit is no whole number of days
        (2 * excess_parts * kronor + $limit_scale) // (2 * $limit_scale) AS mean_amount,
        individual_stays,
        individual_days,
        individual_days * kronor AS individual_amount,
        no_admission_notice,
        late_admission_notice,
        no_ready_notice,
        no_sip_call,
        late_sip_call,
        outpatient_unavailable
    FROM exceeded
    INNER JOIN months ON months.month = exceeded.month
)
