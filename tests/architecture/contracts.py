"""Contracts between rooms that import-linter has no type for. Named in pyproject.toml."""

import grimp
from importlinter import Contract, ContractCheck, fields, output


class OwnModels(Contract):
    """Modules named `models` (and those below them) are imported only from inside their own room.

    container     the package whose children are the rooms
    open_to_all   rooms whose models are bases for everybody
    """

    type_name = "own_models"

    container = fields.StringField()
    open_to_all = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        open_rooms = {f"{self.container}.{name}" for name in self.open_to_all or ()}
        broken: list[tuple[str, str, int]] = []
        for room in sorted(graph.find_children(self.container) - open_rooms):
            models = f"{room}.models"
            if models not in graph.modules:
                continue
            for module in {models} | graph.find_descendants(models):
                for importer in graph.find_modules_that_directly_import(module):
                    if importer != room and not importer.startswith(f"{room}."):
                        details = graph.get_import_details(importer=importer, imported=module)
                        broken += [(importer, module, detail["line_number"]) for detail in details]
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, module, line in check.metadata["broken"]:
            hint = "use the actions or queries of that room"
            output.print_error(f"{importer} (line {line}) imports {module}: {hint}", bold=False)
