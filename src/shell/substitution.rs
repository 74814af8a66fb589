//! Commands within words: `$( … )`, backquotes, `<( … )`, wherever a word may hold them.

use shuck_ast as ast;
use shuck_ast::{ArithmeticExpr as Arithmetic, HeredocBodyPart, WordPart};

use super::Joint;
use super::walk::{Place, Walker};

impl Walker<'_> {
    /// Walks the commands in a word.
    pub(super) fn substitutions(&mut self, word: &ast::Word, place: &Place) {
        self.parts(&word.parts, place);
    }

    /// Walks the commands in the target or body of a redirection.
    pub(super) fn redirect_substitutions(&mut self, redirect: &ast::Redirect, place: &Place) {
        match &redirect.target {
            ast::RedirectTarget::Word(word) => self.substitutions(word, place),
            ast::RedirectTarget::Heredoc(heredoc) => {
                for part in &heredoc.body.parts {
                    match &part.kind {
                        HeredocBodyPart::CommandSubstitution { body, .. } => {
                            self.substitution(body, place);
                        }
                        HeredocBodyPart::ArithmeticExpansion { expression_word_ast, .. } => {
                            self.substitutions(expression_word_ast, place);
                        }
                        HeredocBodyPart::Parameter(parameter) => self.parameter(parameter, place),
                        HeredocBodyPart::Literal(_) | HeredocBodyPart::Variable(_) => {}
                    }
                }
            }
        }
    }

    /// Walks the commands in an arithmetic expression.
    pub(super) fn arithmetic(&mut self, expression: &ast::ArithmeticExprNode, place: &Place) {
        let mut left = vec![expression];
        while let Some(node) = left.pop() {
            match &node.kind {
                Arithmetic::Number(_) | Arithmetic::Variable(_) => {}
                Arithmetic::ShellWord(word) => self.substitutions(word, place),
                Arithmetic::Indexed { index, .. } => left.push(index),
                Arithmetic::Parenthesized { expression } => left.push(expression),
                Arithmetic::Unary { expr, .. } | Arithmetic::Postfix { expr, .. } => {
                    left.push(expr);
                }
                Arithmetic::Binary { left: first, right, .. } => left.extend([&**right, &**first]),
                Arithmetic::Conditional { condition, then_expr, else_expr } => {
                    left.extend([&**else_expr, &**then_expr, &**condition]);
                }
                Arithmetic::Assignment { value, .. } => left.push(value),
            }
        }
    }

    fn substitution(&mut self, body: &ast::StmtSeq, place: &Place) {
        self.scoped(body, &Place { joint: Joint::First, subshell: true, substitution: true, ..place.clone() });
    }

    fn parts(&mut self, parts: &[ast::WordPartNode], place: &Place) {
        for part in parts {
            match &part.kind {
                WordPart::CommandSubstitution { body, .. } | WordPart::ProcessSubstitution { body, .. } => {
                    self.substitution(body, place);
                }
                WordPart::DoubleQuoted { parts, .. } => self.parts(parts, place),
                WordPart::ArithmeticExpansion { expression_word_ast, .. } => {
                    self.substitutions(expression_word_ast, place);
                }
                WordPart::Parameter(parameter) => self.parameter(parameter, place),
                WordPart::ParameterExpansion { operand_word_ast: Some(operand), .. }
                | WordPart::IndirectExpansion { operand_word_ast: Some(operand), .. } => {
                    self.substitutions(operand, place);
                }
                _ => {}
            }
        }
    }

    /// The operands of `${ … }`. Where the crate has rewritten the text, its places mean nothing here.
    fn parameter(&mut self, parameter: &ast::ParameterExpansion, place: &Place) {
        if !parameter.raw_body.is_source_backed() {
            return;
        }
        let Some(syntax) = parameter.bourne() else { return };
        let words = [syntax.operand_word_ast(), syntax.offset_word_ast(), syntax.length_word_ast()];
        for word in words.into_iter().flatten() {
            self.substitutions(word, place);
        }
    }
}
