"""`usagebar completion SHELL`: a script that never calls us again, so that TAB costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.cli.arguments import examples
from usagebar_qt.cli.commands import DEFAULT, EXIT_OK

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping

    from usagebar_qt.cli.commands import Parser
    from usagebar_qt.cli.shape import Option, Shape

SHELLS = ("bash", "zsh", "fish")


def configure(parser: Parser) -> None:
    """Options and examples."""
    parser.description = "Prints a script with which the shell completes commands, options and their values."
    parser.epilog = examples(
        ("usagebar completion bash > ~/.local/share/bash-completion/completions/usagebar", "bash, for this user"),
        ("usagebar completion zsh > ~/.zfunc/_usagebar", "zsh, where ~/.zfunc is in fpath before compinit"),
        ("usagebar completion fish > ~/.config/fish/completions/usagebar.fish", "fish"),
    )
    parser.add_argument("shell", choices=SHELLS, help="which shell")


def run(options: argparse.Namespace) -> int:
    """Prints the script."""
    from usagebar_qt.cli.shape import shape_of_program

    makers: Mapping[str, Callable[[Shape], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
    print(makers[options.shell](shape_of_program()), end="")
    return EXIT_OK


def _with_default(shape: Shape) -> tuple[Option, ...]:
    """Options of the default command may be typed without its name."""
    default = next(child for child in shape.children if child.path == (DEFAULT,))
    known = {option.names for option in shape.options}
    return (*shape.options, *(option for option in default.options if option.names not in known))


def _options(shape: Shape) -> tuple[Option, ...]:
    return shape.options if shape.path else _with_default(shape)


def _words(shape: Shape) -> list[str]:
    """What may come next."""
    found = [child.path[-1] for child in shape.children]
    found += [value for argument in shape.arguments for value in argument.values]
    return found + [name for option in _options(shape) for name in option.names]


# -- bash ---------------------------------------------------------------------------------------------------------------
def bash(program: Shape) -> str:
    """Works in bash 3.2 (macOS) too."""
    shapes = list(program.walk())
    paths = "|".join(f"/{'/'.join(shape.path)}" for shape in shapes if shape.path)
    values, words = [], []
    for shape in shapes:
        path = "".join(f"/{part}" for part in shape.path)
        for option in _options(shape):
            if option.metavar is not None:
                names = "|".join(f"'{path}:{name}'" for name in option.names)
                answer = f"COMPREPLY=( $(compgen -W '{' '.join(option.values)}' -- \"$cur\") )" if option.values else ":"
                values.append(f"        {names}) {answer}; return ;;")
        words.append(f"        '{path}') words='{' '.join(_words(shape))}' ;;")
    return "\n".join(
        (
            "# bash completion of usagebar; made by `usagebar completion bash`",
            "_usagebar() {",
            '    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path="" words="" i',
            "    for ((i = 1; i < COMP_CWORD; i++)); do",
            '        case "$path/${COMP_WORDS[i]}" in',
            f"            {paths}) path=$path/${{COMP_WORDS[i]}} ;;",
            "        esac",
            "    done",
            '    case "$path:$prev" in',
            *values,
            "    esac",
            '    case "$path" in',
            *words,
            "    esac",
            '    COMPREPLY=( $(compgen -W "$words" -- "$cur") )',
            "}",
            "complete -F _usagebar usagebar",
            "",
        )
    )


# -- zsh ----------------------------------------------------------------------------------------------------------------
def zsh(program: Shape) -> str:
    """As an autoloaded function, or sourced after compinit."""
    functions = "\n".join(line for shape in program.walk() for line in _zsh_function(shape))
    lines = ("#compdef usagebar", "# made by `usagebar completion zsh`", functions)
    return "\n".join((*lines, 'if [ "$funcstack[1]" = "_usagebar" ]; then _usagebar "$@"; else compdef _usagebar usagebar; fi', ""))


def _zsh_name(shape: Shape) -> str:
    return "_".join(("_usagebar", *shape.path))


def _zsh_function(shape: Shape) -> Iterator[str]:
    yield f"{_zsh_name(shape)}() {{"
    specs = [_zsh_option(option) for option in _options(shape)]
    specs += [
        f"'{place}:{_zsh_text(word.metavar.lower())}:({' '.join(word.values)})'" for place, word in enumerate(shape.arguments, 1)
    ]
    if shape.children:
        yield "  local context state line"
        yield "  typeset -A opt_args"
        specs += ["'1: :->command'", "'*:: :->rest'"]
    yield "  _arguments -C " + " \\\n    ".join(specs)
    if shape.children:
        yield "  case $state in"
        rows = " ".join(f"'{child.path[-1]}:{_zsh_text(child.summary or child.description)}'" for child in shape.children)
        yield f"    command) local -a names=({rows}); _describe command names ;;"
        yield "    rest) case $words[1] in"
        yield from (f"      {child.path[-1]}) {_zsh_name(child)} ;;" for child in shape.children)
        yield "    esac ;;"
        yield "  esac"
    yield "}"


def _zsh_option(option: Option) -> str:
    value = "" if option.metavar is None else f":{option.metavar.lower()}:({' '.join(option.values)})"
    return " ".join(f"'*{name}[{_zsh_text(option.help)}]{value}'" for name in option.names)


def _zsh_text(text: str) -> str:
    """Inside single quotes and a description: brackets and colons would end it."""
    return text.replace("'", "’").replace("[", "(").replace("]", ")").replace(":", " -")


# -- fish ---------------------------------------------------------------------------------------------------------------
def fish(program: Shape) -> str:
    """For fish's completions folder."""
    lines = ["# fish completion of usagebar; made by `usagebar completion fish`", "complete -c usagebar -f"]
    names = " ".join(child.path[0] for child in program.children)
    for shape in program.walk():
        seen = [f"__fish_seen_subcommand_from {part}" for part in shape.path]
        if shape.children:
            inner = " ".join(child.path[-1] for child in shape.children)
            free = "; and ".join((*seen, f"not __fish_seen_subcommand_from {inner}"))
            lines += [
                f"complete -c usagebar -n '{free}' -a {child.path[-1]} -d '{_fish_text(child.summary or child.description)}'"
                for child in shape.children
            ]
        condition = "; and ".join(seen) or f"not __fish_seen_subcommand_from {names}"
        for option in _options(shape):
            flags = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
            value = "" if option.metavar is None else f" -x -a '{' '.join(option.values)}'" if option.values else " -x"
            lines.append(f"complete -c usagebar -n '{condition}' {flags}{value} -d '{_fish_text(option.help)}'")
        lines += [
            f"complete -c usagebar -n '{condition}' -a '{' '.join(argument.values)}' -d '{_fish_text(argument.help)}'"
            for argument in shape.arguments
            if argument.values
        ]
    return "\n".join((*lines, ""))


def _fish_text(text: str) -> str:
    return text.replace("\\", "").replace("'", "’")
