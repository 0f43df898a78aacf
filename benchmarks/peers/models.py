"""The benchmark's models with standard attention, for any framework: functions of parameters by the flat names of ours.

`ops` has what the framework brings: dense, layer_norm, relu, gelu, take, transpose, attend, drop.
"""


class Model:
    def __init__(self, ops, parameters, size):
        self.ops, self.parameters, self.size = ops, parameters, size

    def dense(self, name, x):
        return self.ops.dense(x, self.parameters[f"{name}.kernel"], self.parameters[f"{name}.bias"])

    def normalise(self, name, x):
        scale, offset = self.parameters[f"{name}.scale"], self.parameters[f"{name}.offset"]
        return self.ops.layer_norm(x, scale, offset, self.size["epsilon"])

    def embed(self, name, tokens):
        return self.ops.take(self.parameters[f"{name}.token"], tokens) + self.parameters[f"{name}.position"]

    def attention(self, name, queries, keys, mask=None, dropout=0.0):
        heads = self.size["heads"]
        batch, length, width = queries.shape

        def split(which, x):
            parts = self.dense(f"{name}.{which}", x).reshape(batch, x.shape[1], heads, width // heads)
            return self.ops.transpose(parts, (0, 2, 1, 3))

        attended = self.ops.attend(
            split("query", queries), split("key", keys), split("value", keys), mask, dropout
        )
        merged = self.ops.transpose(attended, (0, 2, 1, 3)).reshape(batch, length, width)
        return self.dense(f"{name}.output", merged)

    def feed_forward(self, name, x):
        return self.dense(f"{name}.output", self.ops.relu(self.dense(f"{name}.hidden", x)))

    def post_norm_block(self, name, x, dropout, mask=None):
        attended = self.ops.drop(self.attention(f"{name}.attention", x, x, mask), dropout)
        y = self.normalise(f"{name}.attentionNormalisation", x + attended)
        changed = self.ops.drop(self.feed_forward(name, y), dropout)
        return self.normalise(f"{name}.outputNormalisation", y + changed)

    def dense_gelu(self, name, x, dropout):
        return self.ops.drop(self.ops.gelu(self.dense(name, x)), dropout)

    def text_classifier(self, batch):
        dropout = self.size["dropout"]
        x = self.post_norm_block("block", self.embed("embedding", batch["tokens"]), dropout)
        summary = self.ops.drop(x.mean(1), dropout)
        features = self.ops.relu(self.dense("head", summary))
        return self.dense("logits", self.ops.drop(features, dropout))

    def vit(self, batch):
        size = self.size
        x = self.dense("patch", batch["patches"]) + self.parameters["position"]
        for number in range(size["blocks"]):
            name = f"blocks.{number}"
            normalised = self.normalise(f"{name}.attentionNormalisation", x)
            x = x + self.attention(
                f"{name}.attention", normalised, normalised, dropout=size["attentionDropout"]
            )
            hidden = self.normalise(f"{name}.hiddenNormalisation", x)
            hidden = self.dense_gelu(f"{name}.hidden", hidden, size["dropout"])
            x = x + self.dense_gelu(f"{name}.output", hidden, size["dropout"])
        features = self.normalise("normalisation", x).reshape(x.shape[0], -1)
        features = self.ops.drop(features, size["headDropout"])
        for number in range(len(size["headWidths"])):
            features = self.dense_gelu(f"head.{number}", features, size["headDropout"])
        return self.dense("logits", features)

    def translator(self, batch):
        source, target = batch["source"], batch["target"]
        seen = (source != 0)[:, None, None, :]
        context = self.post_norm_block("encoder", self.embed("source", source), 0.0, seen)
        earlier = self.ops.lower_triangle(target.shape[1]) & (target != 0)[:, None, None, :]
        x = self.embed("target", target)
        y = self.normalise(
            "decoder.attentionNormalisation", x + self.attention("decoder.attention", x, x, earlier)
        )
        across = self.attention("decoder.crossAttention", y, context, seen)
        c = self.normalise("decoder.crossAttentionNormalisation", y + across)
        z = self.normalise("decoder.outputNormalisation", c + self.feed_forward("decoder", c))
        return self.dense("logits", self.ops.drop(z, self.size["dropout"]))


FORWARD = {
    "text-classifier": Model.text_classifier,
    "vit": Model.vit,
    "translator": Model.translator,
}
