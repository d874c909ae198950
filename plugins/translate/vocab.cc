/* SPDX-License-Identifier: ISC */
/*
 * libsentencepiece behind the C interface of vocab.h. No exception leaves this file.
 *
 * The library trusts a vocabulary's table of character rules and would follow it out of bounds, so that is checked here
 * before the library sees the file.
 */
#include "vocab.h"

#include <sentencepiece_processor.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

struct vocab {
    sentencepiece::SentencePieceProcessor processor;
    std::string name;
};

namespace
{

const char space_mark[] = "\xE2\x96\x81";

/* ---- A look into the file, a protocol buffer ---- */

struct message {
    const unsigned char *at;
    const unsigned char *end;
};

bool take_number(message *m, uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; shift < 64 && m->at < m->end; shift += 7) {
        unsigned char byte = *m->at++;
        *value |= static_cast<uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

/* Take the next field; `content` is set for strings and messages. */
bool take_field(message *m, uint64_t *field, message *content)
{
    uint64_t tag, size = 0;
    if (!take_number(m, &tag))
        return false;
    *field = tag >> 3;
    *content = message{m->at, m->at};
    switch (tag & 7) {
    case 0:
        return take_number(m, &size);
    case 1:
        size = 8;
        break;
    case 2:
        if (!take_number(m, &size))
            return false;
        break;
    case 5:
        size = 4;
        break;
    default:
        return false;
    }
    if (size > static_cast<uint64_t>(m->end - m->at))
        return false;
    *content = message{m->at, m->at + size};
    m->at += size;
    return true;
}

uint32_t unit_at(const unsigned char *units, size_t index)
{
    const unsigned char *u = units + 4 * index;
    return static_cast<uint32_t>(u[0]) | static_cast<uint32_t>(u[1]) << 8 | static_cast<uint32_t>(u[2]) << 16 |
           static_cast<uint32_t>(u[3]) << 24;
}

/* The rules are a double-array trie, whose units point to other units and, at the leaves, into a list of strings. Every
 * step from every unit must stay inside. */
bool rules_good(message rules)
{
    if (rules.at == rules.end)
        return true;
    size_t length = static_cast<size_t>(rules.end - rules.at);
    if (length < 4)
        return false;
    size_t trie = unit_at(rules.at, 0), units = trie / 4;
    if (trie % 4 != 0 || units == 0 || trie > length - 4)
        return false;
    size_t strings = length - 4 - trie;
    if (strings == 0 || rules.end[-1] != 0)
        return false;
    for (size_t i = 0; i < units; i++) {
        uint32_t unit = unit_at(rules.at + 4, i);
        if (unit >> 31)
            continue; /* a leaf, reached only through a unit that says so */
        size_t next = i ^ static_cast<size_t>(unit >> 10) << ((unit & 0x200u) >> 6);
        if ((next | 0xFF) >= units)
            return false;
        if ((unit >> 8 & 1) && (unit_at(rules.at + 4, next) & 0x7FFFFFFFu) >= strings)
            return false;
    }
    return true;
}

/* Check the rules in the normaliser (field 3) and the denormaliser (field 5). */
bool file_good(message file)
{
    uint64_t field;
    message content;
    while (file.at < file.end) {
        if (!take_field(&file, &field, &content))
            return false;
        bool normaliser = field == 3 || field == 5;
        message inner;
        while (normaliser && content.at < content.end)
            if (!take_field(&content, &field, &inner) || (field == 2 && !rules_good(inner)))
                return false;
    }
    return true;
}

dp_status load(const std::string &bytes, const char *name, vocab **out, dp_error *error)
{
    const unsigned char *begin = reinterpret_cast<const unsigned char *>(bytes.data());
    if (bytes.empty() || !file_good(message{begin, begin + bytes.size()}))
        return dp_error_set(error, DP_BAD_INPUT, "%s: not a SentencePiece vocabulary, or a damaged one", name);
    std::unique_ptr<vocab> v(new vocab);
    v->name = name;
    sentencepiece::util::Status status = v->processor.LoadFromSerializedProto(bytes);
    if (!status.ok() || v->processor.GetPieceSize() < 3)
        return dp_error_set(error, DP_BAD_INPUT, "%s: libsentencepiece refuses the vocabulary: %s", name,
                            status.ok() ? "it has no pieces" : status.error_message());
    *out = v.release();
    return DP_OK;
}

/* ---- Pieces to text ---- */

/* The byte that a piece such as "<0xE4>" stands for. */
bool piece_byte(const std::string &piece, char *byte)
{
    if (piece.size() != 6 || piece.compare(0, 3, "<0x") != 0)
        return false;
    *byte = static_cast<char>(strtoul(piece.c_str() + 3, nullptr, 16));
    return true;
}

/* A control character has no place in a translation: a NUL would end it, an escape would command a terminal. */
void put_character(uint32_t code, dp_text *out)
{
    dp_text_put(out, code < 0x20 || (code >= 0x7F && code < 0xA0) ? 0xFFFD : code);
}

/* Append bytes that pieces spelled out, with what is no UTF-8 replaced. */
void put_bytes(std::string *bytes, dp_text *out)
{
    for (size_t at = 0; at < bytes->size();)
        put_character(dp_utf8_next(bytes->data(), bytes->size(), &at), out);
    bytes->clear();
}

void put_piece(const std::string &piece, size_t start, dp_text *out)
{
    for (size_t at = 0; at < piece.size();) {
        if (piece.compare(at, 3, space_mark) == 0) {
            if (out->length > start)
                dp_text_append(out, " ", 1);
            at += 3;
        } else {
            put_character(dp_utf8_next(piece.data(), piece.size(), &at), out);
        }
    }
}

bool known(const vocab *v, uint32_t id)
{
    return id < static_cast<uint32_t>(v->processor.GetPieceSize());
}

dp_status decode(const vocab *v, const uint32_t *ids, size_t count, dp_text *out, size_t *ends)
{
    size_t start = out->length;
    std::string bytes;
    for (size_t i = 0; i < count; i++) {
        int id = static_cast<int>(ids[i]);
        char byte;
        if (known(v, ids[i]) && v->processor.IsByte(id) && piece_byte(v->processor.IdToPiece(id), &byte)) {
            bytes.push_back(byte);
        } else {
            put_bytes(&bytes, out);
            if (known(v, ids[i]) && !v->processor.IsControl(id) && !v->processor.IsUnknown(id))
                put_piece(v->processor.IdToPiece(id), start, out);
        }
        if (ends)
            ends[i] = out->length - start;
    }
    put_bytes(&bytes, out);
    if (ends && count > 0)
        ends[count - 1] = out->length - start;
    return out->failed ? DP_NO_MEMORY : DP_OK;
}

dp_status encode(const vocab *v, const char *text, size_t length, piece **pieces, size_t *count, dp_error *error)
{
    sentencepiece::ImmutableSentencePieceText cut;
    sentencepiece::util::Status status = v->processor.Encode(std::string(text, length), cut.mutable_proto());
    if (!status.ok())
        return dp_error_set(error, DP_FAILED, "libsentencepiece cannot cut a sentence: %s", status.error_message());
    size_t size = cut.pieces_size();
    *pieces = nullptr;
    *count = size;
    if (size == 0)
        return DP_OK;
    *pieces = static_cast<piece *>(calloc(size, sizeof **pieces));
    if (*pieces == nullptr)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for a sentence of %zu pieces", size);
    for (size_t i = 0; i < size; i++) {
        auto from = cut.pieces(static_cast<int>(i));
        (*pieces)[i] = piece{from.id(), dp_span{from.begin(), from.end()}};
    }
    return DP_OK;
}

/* What no piece spells is less usual than anything that pieces do. */
const double unknown_score = -100.0;

dp_status score(const vocab *v, const char *text, size_t length, double *sum, dp_error *error)
{
    std::vector<int> ids;
    sentencepiece::util::Status status = v->processor.Encode(std::string(text, length), &ids);
    if (!status.ok())
        return dp_error_set(error, DP_FAILED, "libsentencepiece cannot cut a word: %s", status.error_message());
    *sum = 0.0;
    for (int id : ids)
        *sum += v->processor.IsUnknown(id) ? unknown_score : static_cast<double>(v->processor.GetScore(id));
    return DP_OK;
}

dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "no memory for the vocabulary's work");
}

dp_status parse(const std::string &bytes, const char *name, vocab **out, dp_error *error)
{
    try {
        return load(bytes, name, out, error);
    } catch (const std::length_error &) {
        return dp_error_set(error, DP_BAD_INPUT, "%s: libsentencepiece fails on the vocabulary", name);
    }
}

} // namespace

/* ---- Interface ---- */

dp_status vocab_parse(const void *bytes, size_t length, const char *name, vocab **out, dp_error *error)
{
    try {
        return parse(std::string(static_cast<const char *>(bytes), length), name, out, error);
    } catch (...) {
        return no_memory(error);
    }
}

dp_status vocab_open(const char *path, vocab **out, dp_error *error)
{
    try {
        errno = 0;
        std::ifstream stream(path, std::ios::binary);
        if (!stream)
            return dp_error_set(error, errno == ENOENT ? DP_NOT_FOUND : DP_IO, "%s: cannot open the vocabulary: %s",
                                path, strerror(errno));
        std::string bytes;
        std::vector<char> block(1 << 18);
        while (stream.read(block.data(), static_cast<std::streamsize>(block.size())), stream.gcount() > 0)
            bytes.append(block.data(), static_cast<size_t>(stream.gcount()));
        return parse(bytes, path, out, error);
    } catch (...) {
        return no_memory(error);
    }
}

void vocab_free(vocab *v)
{
    delete v;
}

size_t vocab_size(const vocab *v)
{
    return static_cast<size_t>(v->processor.GetPieceSize());
}

dp_status vocab_encode(const vocab *v, const char *text, size_t length, piece **pieces, size_t *count, dp_error *error)
{
    try {
        return encode(v, text, length, pieces, count, error);
    } catch (...) {
        return no_memory(error);
    }
}

dp_status vocab_score(const vocab *v, const char *text, size_t length, double *sum, dp_error *error)
{
    try {
        return score(v, text, length, sum, error);
    } catch (...) {
        return no_memory(error);
    }
}

dp_status vocab_decode(const vocab *v, const uint32_t *ids, size_t count, dp_text *out, size_t *ends, dp_error *error)
{
    try {
        dp_status status = decode(v, ids, count, out, ends);
        return status == DP_OK ? DP_OK : no_memory(error);
    } catch (...) {
        return no_memory(error);
    }
}

const char *vocab_piece(const vocab *v, uint32_t id)
{
    return known(v, id) ? v->processor.IdToPiece(static_cast<int>(id)).c_str() : "";
}

uint32_t vocab_find(const vocab *v, const char *piece)
{
    try {
        return static_cast<uint32_t>(v->processor.PieceToId(piece));
    } catch (...) {
        return 1;
    }
}

bool vocab_begins_word(const vocab *v, uint32_t id)
{
    return strncmp(vocab_piece(v, id), space_mark, 3) == 0;
}
