"""Networks of cities and their partners: typed, dated, sourced ties; measures, reports, maps."""
