# SPDX-License-Identifier: ISC
"""The shape of a translation model: its options, and the parameters that follow from them.

A model is a transformer encoder with one of two decoders: the simpler simple recurrent unit (SSRU) of the small
Firefox models, or the self-attention decoder of the OPUS-MT models. Parameters carry the names of the Marian toolkit,
so a trained model is written as a Marian model file without renaming anything.
"""
from __future__ import annotations

import dataclasses

EOS, UNK = 0, 1

DECODERS = ("ssru", "attention")
ACTIVATIONS = ("relu", "swish")

# Options that are the same in every model written here. A reader that finds another value for one of the first group
# must refuse the model; the second group is what Marian itself insists on finding.
FIXED_OPTIONS: dict[str, object] = {
    "type": "transformer",
    "transformer-preprocess": "",
    "transformer-postprocess": "dan",
    "transformer-postprocess-emb": "d",
    "transformer-postprocess-top": "",
    "transformer-ffn-depth": 2,
    "transformer-no-projection": False,
    "transformer-train-position-embeddings": False,
    "transformer-tied-layers": [],
    "transformer-guided-alignment-layer": "last",
    "lemma-dim-emb": 0,
}
IGNORED_OPTIONS: dict[str, object] = {
    "bert-train-type-embeddings": True,
    "bert-type-vocab-size": 2,
    "dec-cell-base-depth": 2,
    "dec-cell-high-depth": 1,
    "dim-rnn": 1024,
    "enc-cell": "gru",
    "enc-cell-depth": 1,
    "enc-type": "bidirectional",
    "input-types": [],
    "layer-normalization": False,
    "output-omit-bias": False,
    "right-left": False,
    "skip": False,
    "tied-embeddings-src": False,
    "transformer-aan-activation": "swish",
    "transformer-aan-depth": 2,
    "transformer-aan-nogate": False,
    "transformer-dim-aan": 2048,
    "transformer-pool": False,
    "ulr": False,
    "ulr-dim-emb": 0,
    "ulr-trainable-transformation": False,
    "version": "depesche",
}


@dataclasses.dataclass(frozen=True)
class Architecture:
    """Sizes and kinds of one model."""

    dim: int                      # width of an embedding and of every layer's output
    ffn: int                      # width inside a feed-forward block
    heads: int
    encoder_depth: int
    decoder_depth: int
    source_vocabulary: int
    target_vocabulary: int
    decoder: str = "ssru"
    activation: str = "relu"
    shared: bool = True           # one embedding for everything; otherwise two, and the output uses the target's

    def __post_init__(self) -> None:
        if self.decoder not in DECODERS:
            raise ValueError(f"decoder '{self.decoder}' is not one of {', '.join(DECODERS)}")
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation '{self.activation}' is not one of {', '.join(ACTIVATIONS)}")
        if self.dim % self.heads or self.dim % 2:
            raise ValueError(f"dim {self.dim} must be even and a multiple of heads {self.heads}")
        if self.shared and self.source_vocabulary != self.target_vocabulary:
            raise ValueError("a shared embedding needs vocabularies of the same size")

    @property
    def source_embedding(self) -> str:
        return "Wemb" if self.shared else "encoder_Wemb"

    @property
    def target_embedding(self) -> str:
        return "Wemb" if self.shared else "decoder_Wemb"

    def parameters(self) -> dict[str, tuple[int, int]]:
        """Return name and shape (input width first) of every parameter."""
        shapes = {self.source_embedding: (self.source_vocabulary, self.dim),
                  self.target_embedding: (self.target_vocabulary, self.dim),
                  "decoder_ff_logit_out_b": (1, self.target_vocabulary)}
        for layer in range(1, self.encoder_depth + 1):
            shapes |= self._attention(f"encoder_l{layer}_self") | self._feed_forward(f"encoder_l{layer}_ffn")
        for layer in range(1, self.decoder_depth + 1):
            prefix = f"decoder_l{layer}"
            shapes |= self._ssru(f"{prefix}_rnn") if self.decoder == "ssru" else self._attention(f"{prefix}_self")
            shapes |= self._attention(f"{prefix}_context") | self._feed_forward(f"{prefix}_ffn")
        return shapes

    def products(self) -> list[str]:
        """Return the names of the matrices that activations are multiplied with, the output layer's among them."""
        return [name for name in self.parameters() if is_matrix(name) and name != self.source_embedding or
                name == self.target_embedding]

    def _norm(self, name: str) -> dict[str, tuple[int, int]]:
        return {f"{name}_ln_scale": (1, self.dim), f"{name}_ln_bias": (1, self.dim)}

    def _attention(self, name: str) -> dict[str, tuple[int, int]]:
        shapes = {f"{name}_W{part}": (self.dim, self.dim) for part in "qkvo"}
        shapes |= {f"{name}_b{part}": (1, self.dim) for part in "qkvo"}
        return shapes | self._norm(f"{name}_Wo")

    def _ssru(self, name: str) -> dict[str, tuple[int, int]]:
        shapes = {f"{name}_W": (self.dim, self.dim), f"{name}_Wf": (self.dim, self.dim), f"{name}_bf": (1, self.dim)}
        return shapes | self._norm(f"{name}_ffn")

    def _feed_forward(self, name: str) -> dict[str, tuple[int, int]]:
        shapes = {f"{name}_W1": (self.dim, self.ffn), f"{name}_b1": (1, self.ffn),
                  f"{name}_W2": (self.ffn, self.dim), f"{name}_b2": (1, self.dim)}
        return shapes | self._norm(f"{name}_ffn")


PRESETS: dict[str, dict[str, object]] = {
    "micro": dict(dim=64, ffn=128, heads=4, encoder_depth=2, decoder_depth=1),
    "mini": dict(dim=256, ffn=1024, heads=4, encoder_depth=4, decoder_depth=1),
    "tiny": dict(dim=256, ffn=1536, heads=8, encoder_depth=6, decoder_depth=2),
    "small": dict(dim=384, ffn=1536, heads=8, encoder_depth=6, decoder_depth=2),
    "base": dict(dim=512, ffn=2048, heads=8, encoder_depth=6, decoder_depth=2),
    "teacher": dict(dim=512, ffn=2048, heads=8, encoder_depth=6, decoder_depth=6, decoder="attention"),
}


def preset(name: str, vocabulary: int) -> Architecture:
    """Return a named architecture with one vocabulary for both languages."""
    return Architecture(source_vocabulary=vocabulary, target_vocabulary=vocabulary, **PRESETS[name])  # type: ignore


def is_embedding(name: str) -> bool:
    return "Wemb" in name


def is_matrix(name: str) -> bool:
    """Whether a parameter is one of those that quantisation stores as int8: Marian's rule, by its name."""
    return is_embedding(name) or name[-3:-1] == "_W" or name[-2:] == "_W"


def to_options(shape: Architecture) -> str:
    """Return the YAML text that describes the model inside its file."""
    options = {
        **FIXED_OPTIONS, **IGNORED_OPTIONS,
        "dim-emb": shape.dim,
        "dim-vocabs": [shape.source_vocabulary, shape.target_vocabulary],
        "enc-depth": shape.encoder_depth,
        "dec-depth": shape.decoder_depth,
        "dec-cell": "ssru" if shape.decoder == "ssru" else "gru",
        "transformer-decoder-autoreg": "rnn" if shape.decoder == "ssru" else "self-attention",
        "transformer-heads": shape.heads,
        "transformer-dim-ffn": shape.ffn,
        "transformer-ffn-activation": shape.activation,
        "tied-embeddings-all": shape.shared,
        "tied-embeddings": not shape.shared,
    }
    return "".join(_yaml_line(key, options[key]) for key in sorted(options))


def from_options(text: str) -> Architecture:
    """Return the architecture that a model's YAML text describes; ValueError names an option that is not supported."""
    options = parse_options(text)
    for key, value in FIXED_OPTIONS.items():
        if key in options and options[key] != value:
            raise ValueError(f"option {key}: {options[key]!r} is not supported, only {value!r}")
    autoreg = options["transformer-decoder-autoreg"]
    if (autoreg, options.get("dec-cell")) != ("rnn", "ssru") and autoreg != "self-attention":
        raise ValueError(f"option transformer-decoder-autoreg: {autoreg!r} is not supported")
    shared = bool(options["tied-embeddings-all"])
    if not shared and not options["tied-embeddings"]:
        raise ValueError("option tied-embeddings: false is not supported without tied-embeddings-all")
    source, target = options["dim-vocabs"]
    return Architecture(dim=options["dim-emb"], ffn=options["transformer-dim-ffn"], heads=options["transformer-heads"],
                        encoder_depth=options["enc-depth"], decoder_depth=options["dec-depth"],
                        source_vocabulary=source, target_vocabulary=target,
                        decoder="ssru" if autoreg == "rnn" else "attention",
                        activation=options["transformer-ffn-activation"], shared=shared)


def parse_options(text: str) -> dict[str, object]:
    """Parse the small part of YAML that model files use: scalars, empty lists, and lists of one item a line."""
    options: dict[str, object] = {}
    key = ""
    for line in text.splitlines():
        if line.lstrip().startswith("- "):
            if not isinstance(options.get(key), list):
                options[key] = []
            options[key].append(_yaml_value(line.lstrip()[2:]))  # type: ignore
        elif ":" in line:
            key, _, rest = line.partition(":")
            options[key] = _yaml_value(rest.strip())
    return options


def _yaml_line(key: str, value: object) -> str:
    if isinstance(value, list) and value:
        return f"{key}:\n" + "".join(f"  - {item}\n" for item in value)
    if isinstance(value, bool):
        return f"{key}: {'true' if value else 'false'}\n"
    return f"{key}: " + ('""' if value == "" else str(value)) + "\n"


def _yaml_value(text: str) -> object:
    constants: dict[str, object] = {"true": True, "false": False, "[]": [], '""': ""}
    if text in constants:
        return constants[text]
    try:
        return int(text)
    except ValueError:
        return text.strip('"')
