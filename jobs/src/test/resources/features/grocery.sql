-- Features of 60 households of conf/grocery.conf at two dates, computed from the raw files by a program that shares
-- nothing with ours. GroceryIT compares them with what the chain computes. To make grocery.csv anew, in this folder:
--
--   pip install duckdb==2.0.0
--   sed "s|DATA|../../../../../data/grocery|" grocery.sql | python -c "import duckdb, sys; duckdb.execute(sys.stdin.read())"
--
-- One row a household and date, one column a feature of the same name; empty: unknown. A moment sees days before it;
-- a window of w days is age 1 to w. Days are those of the shop, whose raw times are UTC.
set timezone = 'UTC';

create macro near(a, w) as a between 1 and w;
create macro trend(late, early) as (late - early) / nullif(late + early, 0);

create table household as
select household_id as h from (
  (select household_id from (select distinct household_id from 'DATA/transactions.parquet')
   order by md5(household_id::varchar) limit 40)
  union
  (select household_id from (select distinct household_id from 'DATA/coupon_redemptions.parquet')
   order by md5('redeemed' || household_id) limit 20)
);

create table moment as
select h, as_of from household, (values (date '2017-07-01'), (date '2018-01-01')) dates(as_of);

create table shelf as
select product_id, store_id, date '2016-12-26' + (7 * (week - 1))::int as monday,
       max(display_location <> '0') as on_display, max(mailer_location <> '0') as on_mailer
from 'DATA/promotions.parquet' group by all;

-- Lines of purchases with their age in days at each moment after them.
create table line as
with raw as (
  select household_id as h, basket_id, product_id, store_id, quantity::double as quantity,
         timezone('America/New_York', timezone('UTC', transaction_timestamp)) as local,
         sales_value::decimal(18, 2)::double as amount,
         (retail_disc + coupon_disc + coupon_match_disc)::decimal(18, 2)::double as discount,
         (coupon_disc + coupon_match_disc)::decimal(18, 2)::double as coupon
  from 'DATA/transactions.parquet' where household_id in (select h from household)
)
select m.as_of, raw.*, local::date as day, date_diff('day', local::date, m.as_of) as age, hour(local) as hour,
       p.department, p.brand, p.product_category as category,
       coalesce(s.on_display, false) as on_display, coalesce(s.on_mailer, false) as on_mailer
from raw
join moment m on m.h = raw.h and raw.local::date < m.as_of
left join 'DATA/products.parquet' p on p.product_id = raw.product_id
left join shelf s on s.product_id = raw.product_id and s.store_id = raw.store_id
                 and s.monday = date_trunc('week', raw.local::date)::date;

create table purchases as
select
  h, as_of,
  sum(amount) filter (near(age, 28)) as purchase__amount__sum__28d,
  sum(amount) filter (near(age, 91)) as purchase__amount__sum__91d,
  sum(amount) filter (near(age, 364)) as purchase__amount__sum__364d,
  avg(amount) filter (near(age, 91)) as purchase__amount__avg__91d,
  max(amount) filter (near(age, 91)) as purchase__amount__max__91d,
  stddev_samp(amount) filter (near(age, 91)) as purchase__amount__deviation__91d,
  trend(coalesce(sum(amount) filter (near(age, 28)), 0),
        coalesce(sum(amount) filter (age between 29 and 56), 0)) as purchase__amount__trend__28d,
  trend(coalesce(sum(amount) filter (near(age, 91)), 0),
        coalesce(sum(amount) filter (age between 92 and 182), 0)) as purchase__amount__trend__91d,
  sum(amount * power(0.5, age / 91.0)) as purchase__amount__decay__91d,
  count(*) filter (near(age, 91)) as purchase__lines__count__91d,
  trend(count(*) filter (near(age, 28)), count(*) filter (age between 29 and 56)) as purchase__lines__trend__28d,
  sum(power(0.5, age / 28.0)) as purchase__lines__decay__28d,
  count(distinct basket_id) filter (near(age, 91)) as purchase__baskets__count_distinct__91d,
  count(distinct day) filter (near(age, 364)) as purchase__days__count_distinct__364d,
  sum(quantity) filter (near(age, 91)) as purchase__quantity__sum__91d,
  avg(quantity) filter (near(age, 28)) as purchase__quantity__avg__28d,
  min(age) as purchase__rhythm__days_since_last__all,
  max(age) as purchase__rhythm__days_since_first__all,
  count(distinct product_id) filter (near(age, 91)) as purchase__products__count_distinct__91d,
  count(distinct category) filter (near(age, 91)) as purchase__categories__count_distinct__91d,
  case when bool_or(near(age, 364) and category is not null)
    then entropy(category) filter (near(age, 364)) end as purchase__categories__entropy__364d,
  count(distinct store_id) filter (near(age, 364)) as purchase__places__count_distinct__364d,
  case when bool_or(near(age, 364))
    then entropy(store_id) filter (near(age, 364)) end as purchase__places__entropy__364d,
  sum(discount) filter (near(age, 91)) as purchase__discount__sum__91d,
  avg(discount / nullif(amount + discount, 0)) filter (near(age, 91)) as purchase__discount_depth__avg__91d,
  avg((discount > 0)::int) filter (near(age, 91)) as purchase__discounted__share__91d,
  sum(coupon) filter (near(age, 364)) as purchase__coupon__sum__364d,
  avg((coupon > 0)::int) filter (near(age, 364)) as purchase__couponed__share__364d,
  avg((isodow(day) >= 6)::int) filter (near(age, 91)) as purchase__weekend__share__91d,
  avg((hour >= 18)::int) filter (near(age, 91)) as purchase__evening__share__91d,
  sum(amount) filter (near(age, 364) and brand = 'Private') as purchase__private_label__sum__364d,
  sum(amount) filter (near(age, 91) and department = 'FUEL') as purchase__department_fuel__sum__91d,
  sum(amount) filter (near(age, 91) and department = 'PRODUCE') as purchase__department_produce__sum__91d,
  sum(amount) filter (near(age, 91) and department = 'DRUG GM') as purchase__department_drug_gm__sum__91d,
  coalesce(sum(amount) filter (near(age, 91) and category = 'SOFT DRINKS'), 0)
    / nullif(sum(amount) filter (near(age, 91)), 0) as purchase__spend_on_soft_drinks__share__91d,
  coalesce(sum(amount) filter (near(age, 364) and category = 'CHEESE'), 0)
    / nullif(sum(amount) filter (near(age, 364)), 0) as purchase__spend_on_cheese__share__364d,
  count(*) filter (near(age, 91) and on_display) as purchase__display_lines__count__91d,
  count(*) filter (near(age, 91) and on_mailer) as purchase__mailer_lines__count__91d,
  count(*) filter (near(age, 91) and discount > coupon) as purchase__price_cut_lines__count__91d,
  count(distinct basket_id) filter (near(age, 364) and coupon > 0) as purchase__coupon_baskets__count_distinct__364d,
  min(amount) filter (near(age, 91) and amount > 0) as purchase__cheapest__min__91d,
  arg_min(hour, local) filter (near(age, 91)) as purchase__hour__first__91d,
  arg_max(hour, local) filter (near(age, 91)) as purchase__hour__last__91d
from line group by h, as_of;

-- Loyalty: the share of the most frequent value.
create table loyalty as
select h, as_of,
       max(n) filter (what = 'store') / sum(n) filter (what = 'store') as purchase__places__top_share__364d,
       max(n) filter (what = 'product') / sum(n) filter (what = 'product') as purchase__products__top_share__364d,
       max(n) filter (what = 'category') / sum(n) filter (what = 'category') as purchase__categories__top_share__364d
from (
  select h, as_of, 'store' as what, store_id::varchar as value, count(*) as n
  from line where near(age, 364) group by all
  union all
  select h, as_of, 'product', product_id::varchar, count(*) from line where near(age, 364) group by all
  union all
  select h, as_of, 'category', category, count(*)
  from line where near(age, 364) and category is not null group by all
) group by h, as_of;

-- Regularity: gaps between days with a purchase (Goh and Barabasi 2008), the deviation that of all gaps.
create table rhythm as
select h, as_of, avg(gap) as purchase__rhythm__gap__all,
       case when count(gap) >= 2 then
         (stddev_pop(gap) - avg(gap)) / (stddev_pop(gap) + avg(gap)) end as purchase__rhythm__burstiness__all
from (
  select h, as_of, date_diff('day', lag(day) over (partition by h, as_of order by day), day) as gap
  from (select distinct h, as_of, day from line)
) group by h, as_of;

create table contacts as
select h, as_of, count(*) as contact__contacts__count__all,
       count(*) filter (near(age, 91)) as contact__contacts__count__91d,
       sum(power(0.5, age / 91.0)) as contact__contacts__decay__91d,
       min(age) as contact__rhythm__days_since_last__all,
       max(age) as contact__rhythm__days_since_first__all,
       count(distinct campaign_id) filter (near(age, 364)) as contact__campaigns__count_distinct__364d
from (
  select m.h, m.as_of, campaign_id, date_diff('day', start_date::date, m.as_of) as age
  from 'DATA/campaigns.parquet' c
  join 'DATA/campaign_descriptions.parquet' using (campaign_id)
  join moment m on m.h = c.household_id and start_date::date < m.as_of
) group by h, as_of;

create table answers as
select h, as_of, count(distinct campaign_id) as response__campaigns_answered__count_distinct__all,
       count(*) filter (near(age, 364)) as response__answers__count__364d,
       sum(power(0.5, age / 364.0)) as response__answers__decay__364d,
       min(age) as response__rhythm__days_since_last__all,
       count(distinct coupon_upc) filter (near(age, 364)) as response__offers__count_distinct__364d
from (
  select m.h, m.as_of, campaign_id, coupon_upc, date_diff('day', redemption_date::date, m.as_of) as age
  from 'DATA/coupon_redemptions.parquet' c
  join moment m on m.h = c.household_id and redemption_date::date < m.as_of
) group by h, as_of;

create table known as
select h, count(household_id) as party__known_people__count__all,
       -- The settings say 0 where the income is not known.
       coalesce(max(map {
         'Under 15K': 10, '15-24K': 20, '25-34K': 30, '35-49K': 42, '50-74K': 62, '75-99K': 87, '100-124K': 112,
         '125-149K': 137, '150-174K': 162, '175-199K': 187, '200-249K': 225, '250K+': 275}[income]), 0)
         as party__income__max__all
from household left join 'DATA/demographics.parquet' on household_id = h group by h;

-- Sums and counts are zero where no row counts; everything else is unknown then.
copy (
  select m.h as household, m.as_of,
         round(coalesce(columns('__(sum|count|count_distinct|decay)__'), 0)::double, 7),
         round(columns('__(avg|min|max|deviation|first|last|days_since_(first|last))__')::double, 7),
         round(columns('__(trend|share|entropy|top_share|gap|burstiness)__')::double, 7)
  from moment m
  left join purchases p on p.h = m.h and p.as_of = m.as_of
  left join loyalty l on l.h = m.h and l.as_of = m.as_of
  left join rhythm r on r.h = m.h and r.as_of = m.as_of
  left join contacts c on c.h = m.h and c.as_of = m.as_of
  left join answers a on a.h = m.h and a.as_of = m.as_of
  left join known k on k.h = m.h
  order by m.as_of, m.h
) to 'grocery.csv' (header);
