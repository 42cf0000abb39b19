"""Tables from sums: one pass over the codes gives every cluster's totals, and every error follows from those.

Number the columns once (`columns.partition`, `columns.overlapping`), tie them to a design (`grouping.group`), and ask
each question (`Grouping.answers`, `Grouping.numbers`). What comes back (`sums.Sums`) has the cells, and `tables` makes
`figures.Figures` of it: shares of the column, row or whole, means, totals and nets, whose joint covariance costs no
further pass. No influence of a respondent is ever stored, and the figures are those of the influences (`estimation`).

    grouping = group(design, partition(region, 12))
    sums = grouping.answers(trust, 5)
    shares = column_shares(sums)         # shares.values, .se, .deff, .effective_n …, answers × (columns + Total)
    shares.covariance                    # joint, in the same order: differences between columns, or against the Total
"""
