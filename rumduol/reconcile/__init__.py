"""Do tables add up, and if not, which cells can be wrong? Pure: tables in, findings out; nothing is ever put right.

`reading` files -> `grids` -> `tables` (`labels`, `numerals`) -> `sums`, `relations` (`statements`, `addresses`)
-> `checking` -> `locating` (`programs`) -> `report`. For other rooms: `tables.table_of`, `checking.check_table`,
`locating.explain`, and `whole.check_grids` for several tables at once.
"""
