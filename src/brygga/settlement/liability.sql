-- Payment liability under one rule: one text for every engine, in DuckDB's dialect (sqlglot turns it into Spark's).
--
-- Reads  `stays`   one row per stay, as stays.StaysFile.followed reads it for the rule; times on the wall clock
--        `months`  (month, first_day, last_day, first_place, end_place, month_place, month_end, kronor): the days on
--                  which the rule holds, cut at the ends of months and wherever the amount changes; an end is past
--        `places`  (day, upto, past): how many of the rule's days lie before a day, and how many with it
-- Gives  `lines`   per municipality and month; without a month, the stays that count in none of those asked for
--        `stay_results`  per stay and month    `persons`  per municipality and period of the mean
--        (the caller ends the text with a SELECT from them)
--
-- A month is the whole number year * 12 + month - 1. A place is the number of a day in the row of days that the rule
-- counts, all of the calendar or weekdays alone: so the days between two days are the difference of their places.
-- Everything is whole numbers: nothing is rounded on the way. A $name is the rule's, or a bound of the days asked for.
-- Conditions stand in CASE where they can: DuckDB answers a long one there in half the time that it takes by itself.

WITH dated AS (
    -- The rule's conditions: `failed` is the place in its order of the first that fails, 9 when all are met, 0 when
    -- the stay has a fault, which stops the settlement.
    SELECT
        stay_id,
        COALESCE(person, stay_id) AS person,
        municipality,
        applies,
        CAST(discharged_at AS DATE) AS discharged_on,
        CAST(counted_from AS DATE) AS from_on,
        $shifts > 0
            AND DATEDIFF('microsecond', CAST(CAST(counted_from AS DATE) AS TIMESTAMP), counted_from) > $late_after_us
            AS is_late,
        LEAST(
            fault,
            CASE
                -- 5:3 first paragraph 1, with 2:1-3: the municipality was told of the admission (no_admission_notice)
                WHEN admission_notice_at IS NULL THEN $no_admission_notice
                -- ... and in time, exactly the limit included (late_admission_notice)
                WHEN DATEDIFF('microsecond', COALESCE(need_assessed_at, admitted_at), admission_notice_at)
                    > $admission_notice_us
                    THEN $late_admission_notice
                ELSE 9
            END,
            -- 5:3 first paragraph 2, with 3:1: the discharge-ready notice was sent (no_ready_notice)
            CASE WHEN ready_at IS NULL THEN $no_ready_notice ELSE 9 END,
            CASE
                WHEN NOT sip_required THEN 9
                -- 5:3 second paragraph, with 4:3: the call to the coordinated planning was sent (no_sip_call)
                WHEN sip_called_at IS NULL THEN $no_sip_call
                -- ... and in time, counted in dates (late_sip_call)
                WHEN CAST(sip_called_at AS DATE) > CAST(ready_at AS DATE) + $sip_call_days THEN $late_sip_call
                ELSE 9
            END,
            -- 5:5: the region's outpatient interventions are planned, available and clear (outpatient_unavailable)
            CASE WHEN outpatient_available THEN 9 ELSE $outpatient_unavailable END,
            -- by agreement: nobody has opposed that the patient is discharge-ready (opposed)
            CASE WHEN not_opposed THEN 9 ELSE $opposed END
        ) AS failed
    FROM stays
),

placed AS (
    {placed}
),

-- `begins` is the place of the first day that is counted: of the day it is counted from, or of the next (day_zero);
-- a late notice moves that by a number of days.
begun AS (
    SELECT
        *,
        CAST(YEAR(discharged_on) * 12 + MONTH(discharged_on) - 1 AS INT) AS out_month,
        CAST(YEAR(from_on) * 12 + MONTH(from_on) - 1 AS INT) AS counted_month,
        CASE WHEN $day_zero = 1 THEN from_upto ELSE from_past END AS begins_at_once,
        CASE
            WHEN is_late THEN from_past + $shifts - $day_zero
            WHEN $day_zero = 1 THEN from_upto
            ELSE from_past
        END AS begins,
        failed = 9 AND from_on IS NOT NULL AS liable
    FROM placed
),

-- By mean, by gate and by none a stay belongs to the day of its discharge; one that has not ended, to none.
discharged AS (
    SELECT
        stay_id,
        person,
        municipality,
        months.month,
        failed,
        months.month IS NOT NULL AS counted,
        kronor,
        -- not GREATEST, which has no opinion on what is unknown
        CAST(CASE WHEN out_upto < begins THEN 0 ELSE out_upto - begins END AS INT) AS days
    FROM begun
    LEFT JOIN months
        ON out_month = months.month
        AND discharged_on BETWEEN first_day AND last_day
        AND applies
    WHERE $basis <> 'individual'
),

-- `leaves` is whether it has left the mean, `own_days` what is charged of it by itself, `gated_days` what is charged
-- of it if the gate is open.
by_discharge AS (
    SELECT
        *,
        (failed = 9 OR $everyone = 1) AND COALESCE(days > $leaves_after, FALSE) AS leaves,
        CASE WHEN failed = 9 AND counted AND days > $leaves_after AND days > $free THEN days - $free ELSE 0 END AS own_days,
        CASE
            WHEN $basis = 'gate' AND failed = 9 AND counted AND days <= $leaves_after AND days > $free THEN days - $free
            ELSE 0
        END AS gated_days
    FROM discharged
),

-- By individual each chargeable day belongs to its own month. A stay is looked for in every month from that of the day
-- it is counted from to that of its discharge (or the last asked for); excluded, in its month of discharge alone.
spread AS (
    SELECT
        *,
        CASE WHEN liable THEN GREATEST(counted_month, $first_month) ELSE out_month END AS from_month,
        CASE WHEN discharged_on <= $last_day OR NOT liable THEN out_month ELSE $last_month END AS to_month
    FROM begun
    WHERE $basis = 'individual'
),

-- The months from one to another, in both: a join on equal numbers costs least everywhere.
stretched AS (
    SELECT earlier.month AS from_month, later.month AS to_month, months.*
    FROM (SELECT DISTINCT month FROM months) AS earlier
    INNER JOIN (SELECT DISTINCT month FROM months) AS later ON earlier.month <= later.month
    INNER JOIN months ON months.month BETWEEN earlier.month AND later.month
),

by_month AS (
    SELECT
        stay_id,
        person,
        municipality,
        month,
        failed,
        kronor,
        CAST(CASE WHEN out_upto < begins_at_once THEN 0 ELSE out_upto - begins_at_once END AS INT) AS days,
        CASE WHEN discharged_on BETWEEN first_day AND last_day THEN TRUE ELSE FALSE END AS ends_here,
        liable,
        -- the first chargeable place of the month, and the first that is none
        CASE WHEN begins + $free > month_place THEN begins + $free ELSE month_place END AS from_place,
        CASE WHEN out_upto < month_end THEN out_upto ELSE month_end END AS to_place,
        first_place,
        end_place
    FROM spread
    LEFT JOIN stretched ON spread.from_month = stretched.from_month AND spread.to_month = stretched.to_month AND applies
),

-- Of a month in which the amount changes, the first part that has a chargeable day of the stay counts the stay.
by_individual AS (
    SELECT
        stay_id,
        person,
        municipality,
        month,
        failed,
        CASE
            WHEN liable AND from_place < to_place THEN from_place >= first_place AND from_place < end_place
            ELSE ends_here
        END AS counted,
        kronor,
        days,
        failed = 9 AS leaves,
        CAST(CASE
            WHEN liable AND from_place < to_place THEN GREATEST(0, LEAST(to_place, end_place) - GREATEST(from_place, first_place))
            ELSE 0
        END AS INT) AS own_days,
        0 AS gated_days,
        CASE WHEN liable AND from_place < to_place THEN TRUE ELSE FALSE END AS alone
    FROM by_month
),

followed AS (
    SELECT
        stay_id,
        person,
        municipality,
        month,
        failed,
        counted,
        kronor,
        days,
        leaves,
        own_days,
        gated_days,
        own_days > 0 AS alone
    FROM by_discharge
    UNION ALL
    SELECT
        stay_id,
        person,
        municipality,
        month,
        failed,
        counted,
        kronor,
        days,
        leaves,
        own_days,
        gated_days,
        alone
    FROM by_individual
),

-- Who is in the mean, by the number of months that it is made over.
persons AS (
    SELECT municipality, month // $period AS period, COUNT(DISTINCT person) AS persons
    FROM followed
    WHERE counted AND NOT leaves AND (failed = 9 OR $everyone = 1)
    GROUP BY municipality, month // $period
),

stay_results AS (
    SELECT stay_id, municipality, month, failed, counted, days, leaves, own_days, gated_days, kronor
    FROM followed
    WHERE month IS NOT NULL AND (counted OR own_days > 0)
),

-- First by all that tells stays apart: sums of each kind beside one another would cost as much as all the rest.
grouped AS (
    SELECT
        municipality,
        month,
        failed,
        kronor,
        counted,
        leaves,
        alone,
        gated_days > 0 AS gated,
        COUNT(*) AS stays,
        SUM(days) AS days,
        SUM(own_days + gated_days) AS charged
    FROM followed
    GROUP BY municipality, month, failed, kronor, counted, leaves, alone, gated_days > 0
),

lines AS (
    SELECT
        municipality,
        month,
        SUM(CASE WHEN failed = 0 THEN stays ELSE 0 END) AS faults,
        SUM(CASE WHEN counted THEN stays ELSE 0 END) AS stays,
        SUM(CASE WHEN counted AND NOT leaves AND (failed = 9 OR $everyone = 1) THEN stays ELSE 0 END) AS in_mean,
        SUM(CASE WHEN counted AND NOT leaves AND (failed = 9 OR $everyone = 1) THEN days ELSE 0 END) AS sum_days,
        SUM(CASE WHEN counted AND alone THEN stays ELSE 0 END) AS own_stays,
        SUM(CASE WHEN gated THEN 0 ELSE charged END) AS own_days,
        SUM(CASE WHEN gated THEN 0 ELSE charged * kronor END) AS own_amount,
        SUM(CASE WHEN gated THEN stays ELSE 0 END) AS gated_stays,
        SUM(CASE WHEN gated THEN charged ELSE 0 END) AS gated_days,
        SUM(CASE WHEN gated THEN charged * kronor ELSE 0 END) AS gated_amount,
        SUM(CASE WHEN counted AND failed = 1 THEN stays ELSE 0 END) AS failed_1,
        SUM(CASE WHEN counted AND failed = 2 THEN stays ELSE 0 END) AS failed_2,
        SUM(CASE WHEN counted AND failed = 3 THEN stays ELSE 0 END) AS failed_3,
        SUM(CASE WHEN counted AND failed = 4 THEN stays ELSE 0 END) AS failed_4,
        SUM(CASE WHEN counted AND failed = 5 THEN stays ELSE 0 END) AS failed_5,
        SUM(CASE WHEN counted AND failed = 6 THEN stays ELSE 0 END) AS failed_6,
        SUM(CASE WHEN counted AND failed = 7 THEN stays ELSE 0 END) AS failed_7
    FROM grouped
    GROUP BY municipality, month
)
