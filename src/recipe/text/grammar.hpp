// The grammar of a line of a recipe: Python's, as far as recipes go.
#pragma once

#include <algorithm>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/limit_depth.hpp>
#include <tao/pegtl/contrib/parse_tree.hpp>
#include <type_traits>

namespace optaxx::recipes::grammar {

using namespace tao::pegtl;

constexpr std::size_t most_nested = 100;

// After logical_lines there are only these between the tokens of a line.
struct space : star<one<' ', '\t'>> {};

template <char... C>
struct mark : seq<string<C...>, space> {};
// A word with a meaning of its own.
template <class... Words>
struct word : seq<sor<Words...>, not_at<identifier_other>, space> {};

struct str_and : TAO_PEGTL_STRING("and") {};
struct str_as : TAO_PEGTL_STRING("as") {};
struct str_break : TAO_PEGTL_STRING("break") {};
struct str_continue : TAO_PEGTL_STRING("continue") {};
struct str_class : TAO_PEGTL_STRING("class") {};
struct str_del : TAO_PEGTL_STRING("del") {};
struct str_def : TAO_PEGTL_STRING("def") {};
struct str_elif : TAO_PEGTL_STRING("elif") {};
struct str_else : TAO_PEGTL_STRING("else") {};
struct str_false : TAO_PEGTL_STRING("False") {};
struct str_for : TAO_PEGTL_STRING("for") {};
struct str_from : TAO_PEGTL_STRING("from") {};
struct str_if : TAO_PEGTL_STRING("if") {};
struct str_import : TAO_PEGTL_STRING("import") {};
struct str_in : TAO_PEGTL_STRING("in") {};
struct str_is : TAO_PEGTL_STRING("is") {};
struct str_lambda : TAO_PEGTL_STRING("lambda") {};
struct str_none : TAO_PEGTL_STRING("None") {};
struct str_not : TAO_PEGTL_STRING("not") {};
struct str_or : TAO_PEGTL_STRING("or") {};
struct str_assert : TAO_PEGTL_STRING("assert") {};
struct str_raise : TAO_PEGTL_STRING("raise") {};
struct str_pass : TAO_PEGTL_STRING("pass") {};
struct str_return : TAO_PEGTL_STRING("return") {};
struct str_true : TAO_PEGTL_STRING("True") {};
struct reserved
    : seq<sor<str_and, str_as, str_break, str_continue, str_def, str_elif, str_else, str_false,
              str_for, str_from, str_if, str_import, str_in, str_is, str_lambda, str_none, str_not,
              str_or, str_pass, str_raise, str_return, str_assert, str_true,
              TAO_PEGTL_STRING("async"), TAO_PEGTL_STRING("await"), TAO_PEGTL_STRING("class"),
              TAO_PEGTL_STRING("del"), TAO_PEGTL_STRING("except"), TAO_PEGTL_STRING("finally"),
              TAO_PEGTL_STRING("global"), TAO_PEGTL_STRING("nonlocal"), TAO_PEGTL_STRING("try"),
              TAO_PEGTL_STRING("while"), TAO_PEGTL_STRING("with"), TAO_PEGTL_STRING("yield")>,
          not_at<identifier_other>> {};

struct expression;

struct identifier_text : seq<not_at<reserved>, identifier> {};
struct name : identifier_text {};
struct label : identifier_text {};  // of a keyword, an attribute, a parameter
struct constant : seq<sor<str_true, str_false, str_none>, not_at<identifier_other>> {};

struct digits : list<plus<digit>, one<'_'>> {};
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, digits> {};
struct number : seq<sor<seq<digits, opt<one<'.'>, opt<digits>>>, seq<one<'.'>, digits>>,
                    opt<exponent>, not_at<identifier_other>> {};

template <char Quote>
struct short_string
    : seq<one<Quote>, until<one<Quote>, sor<seq<one<'\\'>, any>, not_one<'\\', '\n'>>>> {};
template <char Quote>
struct long_string : seq<string<Quote, Quote, Quote>,
                         until<string<Quote, Quote, Quote>, sor<seq<one<'\\'>, any>, any>>> {};
struct string_prefix
    : sor<seq<one<'r', 'R'>, opt<one<'f', 'F'>>>, seq<one<'f', 'F'>, opt<one<'r', 'R'>>>> {};
struct string_piece
    : seq<opt<string_prefix>,
          sor<long_string<'"'>, long_string<'\''>, short_string<'"'>, short_string<'\''>>> {};
struct text : list<string_piece, space> {};

struct comma : mark<','> {};
template <class Item>
struct items : opt<list<Item, comma>, opt<comma>> {};

struct disjunction;
struct target_item;
struct trailing_comma : seq<one<','>, space> {};
struct target : seq<list<target_item, comma>, opt<trailing_comma>> {};
struct target_item : sor<seq<name, space>, seq<mark<'('>, target, mark<')'>>> {};

struct for_clause : seq<word<str_for>, target, word<str_in>, disjunction> {};
struct if_clause : seq<word<str_if>, disjunction> {};
struct clauses : seq<for_clause, star<sor<for_clause, if_clause>>> {};

// name := value
struct named : seq<name, space, mark<':', '='>, expression> {};
struct maybe_named : sor<named, expression> {};
struct spread : seq<mark<'*'>, expression> {};
struct spread_dict : seq<mark<'*', '*'>, expression> {};
struct keyword : seq<label, space, one<'='>, not_at<one<'='>>, space, expression> {};
struct generator : seq<maybe_named, opt<clauses>> {};
struct argument : sor<keyword, spread_dict, spread, generator> {};
struct call : seq<mark<'('>, items<argument>, mark<')'>> {};
struct colon : one<':'> {};
struct bounds : seq<colon, space, opt<expression>> {};
struct index : sor<seq<expression, opt<bounds, opt<bounds>>>, seq<bounds, opt<bounds>>> {};
struct subscript : seq<mark<'['>, list<index, comma>, mark<']'>> {};
struct attribute : seq<mark<'.'>, label, space> {};
struct trailer : sor<call, subscript, attribute> {};

struct item : sor<spread, maybe_named> {};
struct more_items : seq<star<comma, item>, opt<trailing_comma>> {};
struct in_parentheses : seq<mark<'('>, opt<item, sor<clauses, more_items>>, mark<')'>> {};
struct list_display : seq<mark<'['>, opt<item, sor<clauses, more_items>>, mark<']'>> {};
struct pair : seq<expression, opt<mark<':'>, expression>> {};
struct dict_item : sor<spread_dict, spread, pair> {};
struct dict_display
    : seq<mark<'{'>, opt<dict_item, sor<clauses, seq<star<comma, dict_item>, opt<comma>>>>,
          mark<'}'>> {};

struct ellipsis : string<'.', '.', '.'> {};
struct atom : sor<in_parentheses, list_display, dict_display, seq<ellipsis, space>,
                  seq<number, space>, seq<text, space>, seq<constant, space>, seq<name, space>> {};
struct primary : seq<atom, star<trailer>> {};

struct op_sign : one<'+', '-', '~'> {};
struct signs : star<op_sign, space> {};
struct factor;
struct power : seq<primary, opt<mark<'*', '*'>, factor>> {};
struct factor : seq<signs, power> {};
struct op_term : sor<string<'/', '/'>, one<'/'>, seq<one<'*'>, not_at<one<'*'>>>, one<'%'>> {};
struct term : list<factor, seq<op_term, space>> {};
struct op_sum : one<'+', '-'> {};
struct sum : list<term, seq<op_sum, space>> {};
struct op_bits : one<'&', '^', '|'> {};
struct bits : list<sum, seq<op_bits, space>> {};  // & binds closer than ^, and ^ than |
struct op_comparison : sor<string<'=', '='>, string<'!', '='>, string<'<', '='>, string<'>', '='>,
                           one<'<'>, one<'>'>, seq<word<str_is>, opt<word<str_not>>>, word<str_in>,
                           seq<word<str_not>, word<str_in>>> {};
struct comparison : list<bits, seq<op_comparison, space>> {};
struct op_not : word<str_not> {};
struct negation : seq<star<op_not>, comparison> {};
struct conjunction : list<negation, word<str_and>> {};
struct disjunction : list<conjunction, word<str_or>> {};
struct conditional : seq<disjunction, opt<word<str_if>, disjunction, word<str_else>, expression>> {
};
struct parameter : seq<label, space, opt<mark<'='>, expression>> {};
struct only_by_name : seq<one<'*'>, space> {};
struct rest : seq<mark<'*'>, label, space> {};
struct rest_by_name : seq<mark<'*', '*'>, label, space> {};
struct lambda : seq<word<str_lambda>, items<sor<rest_by_name, rest, only_by_name, parameter>>,
                    mark<':'>, expression> {};
struct expression : sor<lambda, conditional> {};

// Several expressions without parentheses are a tuple.
struct expressions : seq<list<expression, comma>, opt<trailing_comma>> {};
// Annotations are read and forgotten, whatever stands in them.
struct bracket : one<'(', ')', '[', ']', '{', '}'> {};
struct in_brackets;
struct brackets : sor<seq<one<'('>, in_brackets, one<')'>>, seq<one<'['>, in_brackets, one<']'>>,
                      seq<one<'{'>, in_brackets, one<'}'>>> {};
struct in_brackets : star<sor<string_piece, brackets, seq<not_at<bracket>, any>>> {};
struct comparing : sor<string<'=', '='>, string<'!', '='>, string<'<', '='>, string<'>', '='>> {};
struct annotated : plus<sor<string_piece, brackets, comparing,
                            seq<not_at<bracket>, not_one<',', '=', ':', ';'>>>> {};
struct annotation : seq<mark<':'>, annotated> {};
struct result_annotation : seq<mark<'-', '>'>, annotated> {};
// name[...], name.attribute[...], name.attribute
struct item_target : seq<name, space, plus<trailer>> {};
struct binding : seq<sor<item_target, target>, opt<annotation>, one<'='>, not_at<one<'='>>, space> {
};
struct assignment : seq<plus<binding>, expressions> {};
struct op_augmented : sor<string<'+', '='>, string<'-', '='>, string<'*', '*', '='>,
                          string<'*', '='>, string<'/', '/', '='>, string<'/', '='>,
                          string<'%', '='>, string<'&', '='>, string<'^', '='>, string<'|', '='>> {
};
struct augmented_assignment
    : seq<sor<item_target, seq<name, space>>, op_augmented, space, expressions> {};
struct return_statement : seq<word<str_return>, opt<expressions>> {};
struct raise_statement : seq<word<str_raise>, opt<expression, opt<word<str_from>, expression>>> {};
struct assert_statement : seq<word<str_assert>, expression, opt<comma, expression>> {};
struct pass_statement : word<str_pass> {};
struct break_statement : word<str_break> {};
struct continue_statement : word<str_continue> {};
struct del_statement : seq<word<str_del>, list<seq<name, space>, comma>> {};
// A name with an annotation and no value.
struct declaration : seq<sor<item_target, seq<name, space>>, annotation> {};
struct dotted : list<identifier, one<'.'>> {};
struct module : seq<dotted, space> {};
struct alias : seq<word<str_as>, label, space> {};
struct imported : seq<dotted, space, opt<alias>> {};
struct import : seq<word<str_import>, list<imported, comma>> {};
struct import_list : seq<list<imported, comma>, opt<comma>> {};
struct import_from : seq<word<str_from>, dotted, space, word<str_import>,
                         sor<seq<mark<'('>, import_list, mark<')'>>, import_list>> {};
struct expression_statement : expressions {};
struct simple : sor<import, import_from, return_statement, raise_statement, assert_statement,
                    pass_statement, break_statement, continue_statement, del_statement,
                    augmented_assignment, assignment, declaration, expression_statement> {};
struct suite : opt<list<simple, mark<';'>>, opt<mark<';'>>> {};

struct typed_rest : seq<sor<rest_by_name, rest>, opt<annotation>> {};
struct typed_parameter : seq<label, space, opt<annotation>, opt<mark<'='>, expression>> {};
struct definition : seq<word<str_def>, label, space, mark<'('>,
                        items<sor<typed_rest, only_by_name, typed_parameter>>, mark<')'>,
                        opt<result_annotation>, mark<':'>, suite> {};
struct class_head : seq<word<str_class>, label, space, opt<mark<'('>, items<argument>, mark<')'>>,
                        mark<':'>, suite> {};
struct loop : seq<word<str_for>, target, word<str_in>, expressions, mark<':'>, suite> {};
struct branch_if : seq<word<str_if>, maybe_named, mark<':'>, suite> {};
struct branch_elif : seq<word<str_elif>, maybe_named, mark<':'>, suite> {};
struct branch_else : seq<word<str_else>, mark<':'>, suite> {};
struct decorator : seq<mark<'@'>, expression> {};
// Of an f-string.
struct field : seq<space, expressions, eof> {};
struct line
    : seq<sor<definition, class_head, loop, branch_if, branch_elif, branch_else, decorator, suite>,
          eof> {};

template <class Rule>
using selector = parse_tree::selector<
    Rule,
    parse_tree::store_content::on<
        label, name, constant, ellipsis, number, text, named, op_sign, op_term, op_sum, op_bits,
        op_comparison, op_not, op_augmented, spread, spread_dict, keyword, call, subscript, index,
        colon, attribute, trailing_comma, in_parentheses, list_display, pair, dict_display,
        for_clause, if_clause, clauses, parameter, typed_parameter, only_by_name, rest,
        rest_by_name, lambda, dotted, imported, import, import_from, target, item_target,
        assignment, augmented_assignment, return_statement, raise_statement, assert_statement,
        pass_statement, break_statement, continue_statement, del_statement, declaration,
        expression_statement, suite, definition, class_head, loop, branch_if, branch_elif,
        branch_else, decorator>,
    parse_tree::fold_one::on<primary, power, factor, term, sum, bits, comparison, negation,
                             conjunction, disjunction, conditional, expressions, generator>>;

template <class Rule>
struct action : nothing<Rule> {};
template <>
struct action<expression> : limit_depth<most_nested> {};
template <>
struct action<factor> : limit_depth<most_nested> {};

// Remembers how far any rule has come: there the text stopped making sense.
struct progress {
  const char* furthest = nullptr;
};
template <class Rule>
struct control : normal<Rule> {
  template <class Input, class... States>
  static void failure(const Input& in, States&&... states) {
    (note(in, states), ...);
    normal<Rule>::failure(in, states...);
  }

 private:
  template <class Input, class State>
  static void note(const Input& in, State& state) {
    if constexpr (std::is_same_v<State, progress>) {
      state.furthest = std::max(state.furthest, in.current());
    }
  }
};

}  // namespace optaxx::recipes::grammar
