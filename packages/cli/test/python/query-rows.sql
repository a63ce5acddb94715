SELECT variant, count(*) AS cases, avg(score) AS mean
FROM (
  SELECT "case", variant, avg(score) AS score
  FROM read_parquet('runs/*/rows.parquet')
  GROUP BY ALL
)
GROUP BY variant
ORDER BY variant;
